package io.autorec.server.gate;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.util.concurrent.ListenableFuture;
import io.autorec.server.fixture.HeldModel;
import io.autorec.server.fixture.Http2Bytes;
import io.autorec.v1.AutoRecServiceGrpc;
import io.autorec.v1.PredictResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client that sends requests to a full server and never reads the refusals. */
@Timeout(120)
class UnreadRefusalsIT {
  private static final int BUFFER_BYTES = 16 << 10;

  /** More than the system's buffers of both sides hold. */
  private static final int MOST_BYTES = 64 << 20;

  private static final int BLOCKED_MILLIS = 3_000;

  /**
   * It logs a stack trace for each of a few hundred thousand streams. Kept from being collected.
   */
  private static final Logger STREAM_ERRORS = Logger.getLogger("io.grpc.netty.NettyServerHandler");

  @BeforeAll
  static void logNoStreamErrors() {
    STREAM_ERRORS.setLevel(Level.OFF);
  }

  @AfterAll
  static void logStreamErrors() {
    STREAM_ERRORS.setLevel(null);
  }

  @Test
  void requests_areNoLongerRead_whenTheirRefusalsAreNot(@TempDir Path repository) throws Exception {
    HeldModel model =
        new HeldModel(repository, new OverloadGate(Duration.ofSeconds(1), 2, 2, () -> 0));
    try (SocketChannel client = SocketChannel.open();
        Selector selector = Selector.open()) {
      // Calls that wait for a connection are sent in no order.
      model.awaitRead();
      ListenableFuture<PredictResponse> unused = model.call();
      ListenableFuture<PredictResponse> unusedToo = model.call();
      var refused = HeldModel.refusal(model.call());
      client.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
      client.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER_BYTES);
      client.connect(new InetSocketAddress("localhost", model.port()));
      client.configureBlocking(false);
      client.register(selector, SelectionKey.OP_WRITE);

      assertTrue(sent(client, selector) < MOST_BYTES, "all was read after " + refused.getStatus());
    } finally {
      model.close();
    }
  }

  /** Sends until the server takes no more for a while; the number of bytes. */
  private static long sent(SocketChannel client, Selector selector) throws IOException {
    // A table of no bytes for the headers of answers: each comes in full.
    byte[] noTable = {0, 1, 0, 0, 0, 0};
    Http2Bytes greeting = new Http2Bytes().preface().frame(Http2Bytes.SETTINGS, 0, 0, noTable);
    String predict = "/" + AutoRecServiceGrpc.getPredictMethod().getFullMethodName();
    ByteBuffer next = ByteBuffer.wrap(greeting.toBytes());
    long sent = 0;
    for (int stream = 1; sent < MOST_BYTES; ) {
      while (!next.hasRemaining()) {
        next =
            ByteBuffer.wrap(
                new Http2Bytes().call(stream, predict, Http2Bytes.END_STREAM).toBytes());
        stream += 2;
      }
      int taken = client.write(next);
      sent += taken;
      if (taken == 0 && selector.select(BLOCKED_MILLIS) == 0) {
        return sent;
      }
      selector.selectedKeys().clear();
    }
    return sent;
  }
}
