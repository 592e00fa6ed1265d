package io.autorec.server.launch;

import io.autorec.server.launch.settings.ServerSettings;
import io.autorec.server.launch.settings.StartException;
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
 * Configures the gRPC server: its address, its threads, its TLS and the limits of its connections.
 *
 * <p>Calls are handled on the threads that read them. Nothing there blocks: a request is checked
 * and queued, and a batch worker answers it.
 */
final class GrpcTransport implements AutoCloseable {
  /** Long enough for a slow peer, short enough that silent ones do not pile up. */
  private static final int HANDSHAKE_SECONDS = 20;

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
   * Makes a server builder with the address of the settings. The caller adds services and gates.
   */
  NettyServerBuilder newServer() throws StartException {
    NettyServerBuilder server =
        NettyServerBuilder.forAddress(address())
            .directExecutor()
            .channelFactory(connections::newPort)
            .bossEventLoopGroup(accepts)
            .workerEventLoopGroup(reads)
            .handshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS)
            .maxInboundMessageSize(settings.requests().maxMessageBytes())
            .maxInboundMetadataSize(METADATA_BYTES);
    settings.connections().applyTo(server);
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
