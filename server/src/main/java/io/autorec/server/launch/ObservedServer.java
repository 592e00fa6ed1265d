package io.autorec.server.launch;

import io.autorec.server.endpoint.Serving;
import io.autorec.server.metrics.CallCounts;
import io.autorec.server.metrics.ConnectionSnapshots;
import io.autorec.server.metrics.MeasuredModel;
import io.autorec.server.metrics.MeasuredServer;
import io.autorec.server.repository.BadVersion;
import io.autorec.server.repository.ModelCatalog;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The server that metrics show.
 *
 * @param serving whether it answers
 * @param catalog what it answers from
 * @param calls how they ended
 * @param connections its connections
 */
record ObservedServer(
    Serving serving, ModelCatalog catalog, CallCounts calls, ConnectionSnapshots connections)
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
    return catalog.all();
  }

  @Override
  public Map<String, Integer> waiting() {
    return serving.waiting();
  }

  @Override
  public Map<String, Long> badVersions() {
    return catalog.bad().stream()
        .collect(Collectors.groupingBy(BadVersion::name, Collectors.counting()));
  }
}
