package io.autorec.server.transport;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.server.fixture.RawConnection;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.nio.NioIoHandler;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ReadsWhileReadTest {
  @Test
  void connection_isNotReadFrom_whileWhatIsWrittenToItWaits() {
    EmbeddedChannel connection = new EmbeddedChannel(new ReadsWhileRead());
    connection.config().setWriteBufferWaterMark(new WriteBufferWaterMark(10, 20));
    var unused = connection.write(Unpooled.wrappedBuffer(new byte[30]));
    assertFalse(connection.config().isAutoRead());
    connection.flush();
    assertTrue(connection.config().isAutoRead());
    connection.finishAndReleaseAll();
  }

  @Test
  void acceptedConnection_isNoLongerReadFrom_whenItsPeerDoesNotRead() throws Exception {
    MultiThreadIoEventLoopGroup threads =
        new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    CountDownLatch paused = new CountDownLatch(1);
    Channel port =
        new ServerBootstrap()
            .group(threads)
            .channelFactory(() -> new CountedConnections(1).newPort(request -> Optional.empty()))
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel connection) {
                    connection.pipeline().addLast(new Flood(paused));
                  }
                })
            .bind("localhost", 0)
            .sync()
            .channel();
    try (RawConnection silent =
        new RawConnection(((InetSocketAddress) port.localAddress()).getPort())) {
      RawConnection unused = silent.greet();
      assertTrue(paused.await(30, TimeUnit.SECONDS));
    } finally {
      threads.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }
  }

  /** Writes more than the network takes, and looks whether the connection is read from then. */
  private static final class Flood extends ChannelInboundHandlerAdapter {
    private final CountDownLatch paused;

    Flood(CountDownLatch paused) {
      this.paused = paused;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      var unused = context.writeAndFlush(Unpooled.wrappedBuffer(new byte[64 << 20]));
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
      if (!context.channel().isWritable() && !context.channel().config().isAutoRead()) {
        paused.countDown();
      }
    }
  }
}
