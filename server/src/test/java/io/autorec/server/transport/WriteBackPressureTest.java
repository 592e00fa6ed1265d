package io.autorec.server.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.server.fixture.RawConnection;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.nio.NioIoHandler;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection whose peer's bytes are given to it, and whose reads are counted. */
final class WriteBackPressureTest {
  private final AtomicInteger asked = new AtomicInteger();
  private final EmbeddedChannel connection =
      new EmbeddedChannel(
          new ChannelOutboundHandlerAdapter() {
            @Override
            public void read(ChannelHandlerContext context) {
              asked.incrementAndGet();
            }
          },
          new WriteBackPressure());

  @BeforeEach
  void open() {
    connection.config().setWriteBufferWaterMark(new WriteBufferWaterMark(10, 20));
  }

  @AfterEach
  void close() {
    connection.finishAndReleaseAll();
  }

  @Test
  void connection_isNotReadFrom_whileWhatIsWrittenToItWaits() {
    fill();
    assertFalse(reads());
    connection.flush();
    assertTrue(reads());
  }

  @Test
  void connection_isReadFrom_whileNothingWaits() {
    assertTrue(reads());
  }

  /** As another handler may, that knows nothing of this one. */
  @Test
  void read_isMadeUpFor_whenItWasAskedForMeanwhile() {
    fill();
    connection.config().setAutoRead(true);
    int before = asked.get();
    connection.flush();
    assertEquals(before + 1, asked.get());
  }

  @Test
  void acceptedConnection_isNoLongerReadFrom_whenItsPeerDoesNotRead() throws Exception {
    MultiThreadIoEventLoopGroup threads =
        new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    CountDownLatch paused = new CountDownLatch(1);
    Channel port =
        new ServerBootstrap()
            .group(threads)
            .channelFactory(() -> new CountedConnections(1).newPort())
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

  /** Whether more is read, be it without being asked for or asked for by a handler. */
  private boolean reads() {
    int before = asked.get();
    connection.pipeline().read();
    assertEquals(connection.config().isAutoRead(), asked.get() > before);
    return connection.config().isAutoRead();
  }

  /** Writes more than may wait. */
  private void fill() {
    var unused = connection.write(Unpooled.wrappedBuffer(new byte[30]));
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
