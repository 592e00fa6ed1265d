package io.autorec.server.metrics;

import io.autorec.server.access.Access;
import io.autorec.server.transport.HttpPort;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;

/** The HTTP port that serves {@link MetricsPages}. */
public final class MetricsPort implements AutoCloseable {
  private final MetricsPages pages;
  private final HttpPort port;

  private MetricsPort(MetricsPages pages, HttpPort port) {
    this.pages = pages;
    this.port = port;
  }

  /**
   * Opens the port.
   *
   * @param address the address to listen on; port 0: a free one
   * @param server the server to show
   * @param tls the TLS of the port, if it has any
   * @param access decides who may read the metrics
   * @throws IOException if the port cannot be opened
   */
  public static MetricsPort open(
      InetSocketAddress address, MeasuredServer server, Optional<SslContext> tls, Access access)
      throws IOException {
    MetricsPages pages = new MetricsPages(server, access);
    try {
      return new MetricsPort(pages, HttpPort.open(address, tls, pages));
    } catch (IOException e) {
      pages.close();
      throw e;
    }
  }

  /** Returns the port that is bound. */
  public int port() {
    return port.port();
  }

  @Override
  public void close() {
    port.close();
    pages.close();
  }
}
