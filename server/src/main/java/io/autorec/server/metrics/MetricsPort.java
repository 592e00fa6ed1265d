package io.autorec.server.metrics;

import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.util.Collection;
import java.util.function.Supplier;

/** Shows metrics to Prometheus: {@code GET /metrics}, over plain HTTP. */
public final class MetricsPort implements AutoCloseable {
  private final HTTPServer server;

  private MetricsPort(HTTPServer server) {
    this.server = server;
  }

  /**
   * Opens the port.
   *
   * @param port 0: a free one
   * @param models what is loaded at a moment
   * @throws IOException if it cannot be opened
   */
  public static MetricsPort open(int port, Supplier<Collection<MeasuredModel>> models)
      throws IOException {
    PrometheusRegistry registry = new PrometheusRegistry();
    registry.register(new ModelSnapshots(models));
    JvmMetrics.builder().register(registry);
    return new MetricsPort(
        HTTPServer.builder()
            .port(port)
            .registry(registry)
            .authenticator(new GoneScrapers())
            .buildAndStart());
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
