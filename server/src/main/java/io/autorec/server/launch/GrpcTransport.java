package io.autorec.server.launch;

import io.autorec.server.transport.CountedConnections;
import io.autorec.server.transport.ServerTls;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Makes the server's connections and limits what they may do.
 *
 * <p>Calls are handled on the threads that read them. Nothing there waits: a request is checked and
 * queued, and a batch worker answers it.
 */
final class GrpcTransport implements AutoCloseable {
  /** Long enough for a slow peer, short enough that silent ones do not pile up. */
  private static final int HANDSHAKE_SECONDS = 20;

  private static final int KEEPALIVE_TIMEOUT_SECONDS = 20;
  private static final int CANCEL_WINDOW_SECONDS = 10;
  private static final int METADATA_BYTES = 8192;

  private final ServerSettings settings;
  private final Optional<ServerTls> tls;
  private final CountedConnections connections;
  private final EventLoopGroup accepts = threads(1, "accept");
  private final EventLoopGroup reads = threads(0, "read");

  GrpcTransport(ServerSettings settings, Optional<ServerTls> tls, CountedConnections connections) {
    this.settings = settings;
    this.tls = tls;
    this.connections = connections;
  }

  private static EventLoopGroup threads(int count, String name) {
    return new MultiThreadIoEventLoopGroup(
        count, new DefaultThreadFactory(name, true), NioIoHandler.newFactory());
  }

  /**
   * Begins a server at the address and port of the settings; services and gates are to be added.
   */
  NettyServerBuilder newServer() throws StartException {
    ConnectionSettings limits = settings.connections();
    NettyServerBuilder server =
        NettyServerBuilder.forAddress(address())
            .directExecutor()
            .channelFactory(connections::newPort)
            .bossEventLoopGroup(accepts)
            .workerEventLoopGroup(reads)
            .handshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS)
            .maxInboundMessageSize(settings.requests().maxMessageMib() << 20)
            .maxInboundMetadataSize(METADATA_BYTES)
            .maxConcurrentCallsPerConnection(limits.maxCallsPerConnection())
            .maxRstFramesPerWindow(
                limits.maxCancelsPerSecond() * CANCEL_WINDOW_SECONDS, CANCEL_WINDOW_SECONDS)
            .keepAliveTime(limits.keepaliveSeconds(), TimeUnit.SECONDS)
            .keepAliveTimeout(KEEPALIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
            .permitKeepAliveTime(limits.minClientKeepaliveSeconds(), TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true);
    if (limits.maxIdleSeconds() > 0) {
      server.maxConnectionIdle(limits.maxIdleSeconds(), TimeUnit.SECONDS);
    }
    if (limits.maxAgeSeconds() > 0) {
      server
          .maxConnectionAge(limits.maxAgeSeconds(), TimeUnit.SECONDS)
          .maxConnectionAgeGrace(limits.ageGraceSeconds(), TimeUnit.SECONDS);
    }
    tls.map(ServerTls::grpc).ifPresent(server::sslContext);
    return server;
  }

  private InetSocketAddress address() throws StartException {
    int port = settings.process().port();
    Optional<InetAddress> host = settings.process().address();
    return host.map(address -> new InetSocketAddress(address, port))
        .orElseGet(() -> new InetSocketAddress(port));
  }

  @Override
  public void close() {
    Object unused = accepts.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    unused = reads.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
