package io.autorec.server.metrics;

import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;

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
   * @param server whose metrics they are
   * @param calls of it
   * @throws IOException if it cannot be opened
   */
  public static MetricsPort open(int port, MeasuredServer server, CallCounts calls)
      throws IOException {
    PrometheusRegistry registry = new PrometheusRegistry();
    registry.register(new ModelSnapshots(server));
    registry.register(new ServerSnapshots(server));
    registry.register(new CallSnapshots(calls));
    JvmMetrics.builder().register(registry);
    return new MetricsPort(HTTPServer.builder().port(port).registry(registry).buildAndStart());
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
