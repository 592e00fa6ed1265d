package io.autorec.server.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections of a port that has room for {@value #MOST}, and whose answers are made by hand. */
class OneRequestTest {
  private static final int MOST = 3;
  private static final String REQUEST = "GET /page HTTP/1.1\r\nHost: x\r\n\r\n";

  private final HttpConnections connections = new HttpConnections(MOST);
  private final List<String> asked = new ArrayList<>();
  private final CompletableFuture<FullHttpResponse> answer = new CompletableFuture<>();
  private final List<EmbeddedChannel> opened = new ArrayList<>();

  private EmbeddedChannel open() {
    EmbeddedChannel connection =
        new EmbeddedChannel(
            new HttpServerCodec(),
            new HttpObjectAggregator(100),
            new OneRequest(
                connections,
                (request, client) -> {
                  asked.add(request.uri());
                  return answer;
                }));
    connection.freezeTime();
    opened.add(connection);
    return connection;
  }

  @AfterEach
  void close() {
    opened.forEach(EmbeddedChannel::finishAndReleaseAll);
  }

  private static void send(EmbeddedChannel connection, String text) {
    connection.writeInbound(Unpooled.copiedBuffer(text, ISO_8859_1));
  }

  private static void wait(EmbeddedChannel connection, int seconds) {
    connection.advanceTimeBy(seconds, TimeUnit.SECONDS);
    connection.runScheduledPendingTasks();
  }

  private void answer() {
    assertTrue(
        answer.complete(
            new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.OK,
                Unpooled.copiedBuffer("hello", ISO_8859_1))));
  }

  private static String read(EmbeddedChannel connection) {
    StringBuilder text = new StringBuilder();
    for (ByteBuf part = connection.readOutbound(); part != null; part = connection.readOutbound()) {
      text.append(part.toString(ISO_8859_1));
      part.release();
    }
    return text.toString();
  }

  @Test
  void connection_endsWithItsAnswer() {
    EmbeddedChannel connection = open();
    send(connection, REQUEST);
    wait(connection, OneRequest.REQUEST_SECONDS);
    assertTrue(connection.isOpen());
    answer();
    connection.runPendingTasks();
    assertEquals(
        "HTTP/1.1 200 OK\r\ncontent-length: 5\r\nconnection: close\r\n\r\nhello", read(connection));
    assertFalse(connection.isOpen());
  }

  @Test
  void connection_isClosed_whenItsRequestComesDropByDrop() {
    EmbeddedChannel connection = open();
    for (int second = 0; second < OneRequest.REQUEST_SECONDS; second++) {
      assertTrue(connection.isOpen(), second + " s");
      send(connection, REQUEST.substring(second, second + 1));
      wait(connection, 1);
    }
    assertFalse(connection.isOpen());
    assertEquals(List.of(), asked);
  }

  @Test
  void connection_isClosed_whenTheAnswerTakesTooLong() {
    EmbeddedChannel connection = open();
    send(connection, REQUEST);
    wait(connection, OneRequest.ANSWER_SECONDS);
    assertFalse(connection.isOpen());
    answer();
  }

  @Test
  void request_isAnsweredOnce_whenOthersComeWithIt() {
    EmbeddedChannel connection = open();
    send(connection, REQUEST + REQUEST.replace("page", "other"));
    send(connection, REQUEST);
    answer();
    connection.runPendingTasks();
    assertEquals(List.of("/page"), asked);
    assertEquals(1, read(connection).split("HTTP/1.1", -1).length - 1);
  }

  @Test
  void request_isRefused_whenItIsNoneOrTooLarge() {
    EmbeddedChannel noRequest = open();
    send(noRequest, "nonsense\r\n\r\n");
    assertTrue(read(noRequest).startsWith("HTTP/1.1 400 "));
    assertFalse(noRequest.isOpen());
    EmbeddedChannel large = open();
    send(large, "POST / HTTP/1.1\r\nContent-Length: 101\r\n\r\n");
    assertTrue(read(large).startsWith("HTTP/1.1 413 "));
    wait(large, OneRequest.REQUEST_SECONDS);
    assertFalse(large.isOpen());
    EmbeddedChannel longHeader = open();
    send(longHeader, "GET / HTTP/1.1\r\nX: " + "x".repeat(10_000) + "\r\n\r\n");
    assertTrue(read(longHeader).startsWith("HTTP/1.1 400 "));
    assertEquals(List.of(), asked);
  }

  @Test
  void oldestWithoutARequest_makesRoom_whenThereAreTooMany() {
    EmbeddedChannel asks = open();
    send(asks, REQUEST);
    EmbeddedChannel silent = open();
    EmbeddedChannel halfSent = open();
    send(halfSent, "GET /");
    EmbeddedChannel next = open();
    assertEquals(List.of(true, false, true, true), areOpen(asks, silent, halfSent, next));
    send(next, REQUEST);
    EmbeddedChannel last = open();
    assertEquals(List.of(true, false, true, true), areOpen(asks, halfSent, next, last));
    assertEquals(List.of("/page", "/page"), asked);
  }

  @Test
  void oldestRequest_makesRoom_whenAllHaveOne() {
    EmbeddedChannel first = open();
    EmbeddedChannel second = open();
    EmbeddedChannel third = open();
    for (EmbeddedChannel connection : List.of(second, first, third)) {
      send(connection, REQUEST);
    }
    EmbeddedChannel next = open();
    assertEquals(List.of(true, false, true, true), areOpen(first, second, third, next));
  }

  private static List<Boolean> areOpen(EmbeddedChannel... connections) {
    return java.util.Arrays.stream(connections).map(EmbeddedChannel::isOpen).toList();
  }

  @Test
  void room_isThereAgain_whenConnectionsEnd() {
    EmbeddedChannel kept = open();
    for (int i = 0; i < 3 * MOST; i++) {
      EmbeddedChannel gone = open();
      if (i % 2 == 0) {
        send(gone, REQUEST);
      }
      Object unused = gone.close();
    }
    assertTrue(kept.isOpen());
  }
}
