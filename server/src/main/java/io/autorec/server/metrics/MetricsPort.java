package io.autorec.server.metrics;

import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.HttpsConfigurator;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.util.Optional;

/** Shows metrics to Prometheus: {@code GET /metrics}, to callers who may read them. */
public final class MetricsPort implements AutoCloseable {
  private final HTTPServer server;

  private MetricsPort(HTTPServer server) {
    this.server = server;
  }

  /**
   * Opens the port.
   *
   * @param port 0: a free one
   * @param server whose metrics they are
   * @param tls of the port, if it has any
   * @param callers who may read
   * @throws IOException if it cannot be opened
   */
  public static MetricsPort open(
      int port, MeasuredServer server, Optional<HttpsConfigurator> tls, Authenticator callers)
      throws IOException {
    PrometheusRegistry registry = new PrometheusRegistry();
    registry.register(new ModelSnapshots(server));
    registry.register(new ServerSnapshots(server));
    registry.register(new CallSnapshots(server.calls()));
    registry.register(server.connections());
    JvmMetrics.builder().register(registry);
    HTTPServer.Builder http =
        HTTPServer.builder().port(port).registry(registry).authenticator(new GoneScrapers(callers));
    tls.ifPresent(http::httpsConfigurator);
    return new MetricsPort(http.buildAndStart());
  }

  /** The port that is bound. */
  public int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    server.close();
  }
}
