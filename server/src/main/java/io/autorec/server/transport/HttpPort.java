package io.autorec.server.transport;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.SizeLimitHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * A port for a few small pages, over HTTP/1.1: a Jetty with few threads, whose handlers must not
 * block.
 *
 * <ul>
 *   <li>There are at most {@value #MOST_CONNECTIONS} connections, and each must be quick: {@link
 *       HttpConnections} closes others.
 *   <li>A request has at most {@value #MOST_HEADER_BYTES} bytes of headers and {@value
 *       #MOST_BODY_BYTES} of body.
 *   <li>Answers name no software, and refusals are a line of text without a cause.
 *   <li>Mistakes of peers are not logged; faults of handlers are.
 * </ul>
 */
public final class HttpPort implements AutoCloseable {
  static final int MOST_CONNECTIONS = 128;

  private static final int MOST_HEADER_BYTES = 8192;
  private static final int MOST_BODY_BYTES = 65_536;

  /** One selects, and one or two run what its thread should not. */
  private static final int THREADS = 4;

  private final Server server;
  private final ServerConnector connector;
  private final ScheduledExecutorService sweeps;

  private HttpPort(Server server, ServerConnector connector, ScheduledExecutorService sweeps) {
    this.server = server;
    this.connector = connector;
    this.sweeps = sweeps;
  }

  /**
   * Opens a port.
   *
   * @param address the address to listen on; port 0: a free one
   * @param tls the TLS of the port, if it has any
   * @param pages answer requests, or leave them to the next; they are stopped with the port
   * @throws IOException if the port cannot be opened
   */
  public static HttpPort open(
      InetSocketAddress address, Optional<SslContextFactory.Server> tls, Handler... pages)
      throws IOException {
    HttpConnections connections = new HttpConnections(MOST_CONNECTIONS, System::nanoTime);
    Server server = new Server(threads());
    server.setErrorHandler(new PlainErrors());
    SizeLimitHandler sized = new SizeLimitHandler(MOST_BODY_BYTES, -1);
    sized.setHandler(new Handler.Sequence(pages));
    server.setHandler(new TimedRequests(connections, sized));
    ServerConnector connector = connector(server, tls);
    connector.addBean(connections);
    connector.setPort(address.getPort());
    if (!address.getAddress().isAnyLocalAddress()) {
      connector.setHost(address.getAddress().getHostAddress());
    }
    server.addConnector(connector);
    ScheduledExecutorService sweeps =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "http-limits");
              thread.setDaemon(true);
              return thread;
            });
    HttpPort port = new HttpPort(server, connector, sweeps);
    port.start();
    Object unused =
        sweeps.scheduleWithFixedDelay(connections::closeOverdue, 1, 1, TimeUnit.SECONDS);
    return port;
  }

  private static QueuedThreadPool threads() {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 1);
    threads.setName("http");
    threads.setDaemon(true);
    threads.setReservedThreads(0);
    return threads;
  }

  private static ServerConnector connector(Server server, Optional<SslContextFactory.Server> tls) {
    HttpConfiguration settings = new HttpConfiguration();
    settings.setSendServerVersion(false);
    settings.setSendXPoweredBy(false);
    settings.setRequestHeaderSize(MOST_HEADER_BYTES);
    HttpConnectionFactory http = new HttpConnectionFactory(settings);
    // One thread accepts and selects.
    ServerConnector connector =
        tls.isEmpty()
            ? new ServerConnector(server, 0, 1, http)
            : new ServerConnector(server, 0, 1, overTls(tls.get(), http), http);
    connector.setIdleTimeout(HttpConnections.ANSWER_TIME.toMillis());
    return connector;
  }

  private static SslConnectionFactory overTls(
      SslContextFactory.Server tls, HttpConnectionFactory http) {
    SslConnectionFactory secure = new SslConnectionFactory(tls, http.getProtocol());
    // It would refuse clients that ask by another name than the certificate's, such as a probe.
    secure.setEnsureSecureRequestCustomizer(false);
    return secure;
  }

  private void start() throws IOException {
    try {
      server.start();
    } catch (Exception e) {
      close();
      Throwable cause = e.getCause() instanceof BindException bind ? bind : e;
      throw new IOException(cause.getMessage(), e);
    }
  }

  /** The port that is bound. */
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() {
    sweeps.shutdownNow();
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the HTTP port does not stop", e);
    }
  }
}
