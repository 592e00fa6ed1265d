package io.autorec.server.launch;

import io.autorec.server.endpoint.EarlyRefusals;
import io.autorec.server.transport.CountedConnections;
import io.autorec.server.transport.ServerTls;
import io.grpc.ServerBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;

/**
 * How connections are made, and what they may do.
 *
 * <p>Calls are handled on the threads that read them. Nothing there waits: a request is checked and
 * queued, and a batch worker answers it.
 */
@Singleton
final class GrpcTransport implements BeanCreatedEventListener<ServerBuilder<?>> {
  /** Long enough for a slow peer, short enough that silent ones do not pile up. */
  private static final int HANDSHAKE_SECONDS = 20;

  private static final int KEEPALIVE_TIMEOUT_SECONDS = 20;
  private static final int CANCEL_WINDOW_SECONDS = 10;
  private static final int METADATA_BYTES = 8192;

  private final ServerSettings settings;
  private final Security security;
  private final CountedConnections connections;
  private final EarlyRefusals refusals;
  private final EventLoopGroup accepts = threads(1, "accept");
  private final EventLoopGroup reads = threads(0, "read");

  GrpcTransport(
      ServerSettings settings,
      Security security,
      CountedConnections connections,
      EarlyRefusals refusals) {
    this.settings = settings;
    this.security = security;
    this.connections = connections;
    this.refusals = refusals;
  }

  private static EventLoopGroup threads(int count, String name) {
    return new MultiThreadIoEventLoopGroup(
        count, new DefaultThreadFactory(name, true), NioIoHandler.newFactory());
  }

  @Override
  public ServerBuilder<?> onCreated(BeanCreatedEvent<ServerBuilder<?>> event) {
    NettyServerBuilder builder = (NettyServerBuilder) event.getBean();
    ConnectionSettings limits = settings.connections();
    builder
        .directExecutor()
        .channelFactory(() -> connections.newPort(refusals, settings.batches().restAfterRefusals()))
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
      builder.maxConnectionIdle(limits.maxIdleSeconds(), TimeUnit.SECONDS);
    }
    if (limits.maxAgeSeconds() > 0) {
      builder
          .maxConnectionAge(limits.maxAgeSeconds(), TimeUnit.SECONDS)
          .maxConnectionAgeGrace(limits.ageGraceSeconds(), TimeUnit.SECONDS);
    }
    security.tls().map(ServerTls::grpc).ifPresent(builder::sslContext);
    return builder;
  }

  @PreDestroy
  void close() {
    Object unused = accepts.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    unused = reads.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
