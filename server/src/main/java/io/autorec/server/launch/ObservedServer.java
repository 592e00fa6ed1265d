package io.autorec.server.launch;

import io.autorec.server.answer.Serving;
import io.autorec.server.metrics.CallCounts;
import io.autorec.server.metrics.ConnectionSnapshots;
import io.autorec.server.metrics.MeasuredModel;
import io.autorec.server.metrics.MeasuredServer;
import io.autorec.server.repository.BadVersion;
import io.autorec.server.repository.ModelCatalog;
import io.autorec.server.transport.ServerTls;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Shows this server to the metrics.
 *
 * @param serving the state of the server and its models
 * @param tls the TLS of its ports, if they have any
 * @param calls the counts of its calls
 * @param connections the metrics of its connections
 */
record ObservedServer(
    Serving serving, Optional<ServerTls> tls, CallCounts calls, ConnectionSnapshots connections)
    implements MeasuredServer {
  @Override
  public Map<String, String> build() {
    return Version.labels();
  }

  @Override
  public State state() {
    return serving.state();
  }

  @Override
  public Collection<? extends MeasuredModel> models() {
    return serving.catalog().map(ModelCatalog::all).orElse(List.of());
  }

  @Override
  public Optional<Instant> certificateExpiry() {
    return tls.map(ServerTls::expiry);
  }

  @Override
  public Map<String, Integer> waiting() {
    return serving.waiting();
  }

  @Override
  public Map<String, Long> badVersions() {
    return serving.catalog().map(ModelCatalog::bad).orElse(List.of()).stream()
        .collect(Collectors.groupingBy(BadVersion::name, Collectors.counting()));
  }
}
