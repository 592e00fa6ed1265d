package io.autorec.server.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A port for a few small pages, over HTTP/1.1. One thread reads all connections.
 *
 * <ul>
 *   <li>A connection has one request, and is closed after the answer.
 *   <li>It is closed earlier if sending the request, or reading the answer, takes the client too
 *       long.
 *   <li>There are at most {@value #MOST_CONNECTIONS} connections. A further one closes the one
 *       whose request has been missing for the longest, so that clients that ask at once are not
 *       locked out.
 *   <li>Mistakes of peers are not logged.
 * </ul>
 */
public final class HttpPort implements AutoCloseable {
  static final int MOST_CONNECTIONS = 128;

  private static final int MOST_BODY_BYTES = 8192;

  private final EventLoopGroup loop;
  private final Channel channel;
  private final HttpPages pages;

  private HttpPort(EventLoopGroup loop, Channel channel, HttpPages pages) {
    this.loop = loop;
    this.channel = channel;
    this.pages = pages;
  }

  /**
   * Opens a port.
   *
   * @param address the address to listen on; port 0: a free one
   * @param tls the TLS of the port, if it has any
   * @param pages the pages, which are closed with the port, and if it cannot be opened
   * @throws IOException if the port cannot be opened
   */
  public static HttpPort open(InetSocketAddress address, Optional<SslContext> tls, HttpPages pages)
      throws IOException {
    EventLoopGroup loop =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("http", true), NioIoHandler.newFactory());
    HttpConnections connections = new HttpConnections(MOST_CONNECTIONS);
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel connection) {
                    OneRequest request = new OneRequest(connections, pages);
                    tls.ifPresent(
                        context ->
                            connection.pipeline().addLast(context.newHandler(connection.alloc())));
                    connection
                        .pipeline()
                        .addLast(
                            new HttpServerCodec(),
                            new HttpObjectAggregator(MOST_BODY_BYTES),
                            request);
                  }
                })
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      shutDown(loop);
      pages.close();
      throw new IOException(bound.cause().getMessage(), bound.cause());
    }
    return new HttpPort(loop, bound.channel(), pages);
  }

  private static void shutDown(EventLoopGroup loop) {
    Object unused = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  /** The port that is bound. */
  public int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
    shutDown(loop);
    pages.close();
  }
}
