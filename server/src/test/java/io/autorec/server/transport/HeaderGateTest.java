package io.autorec.server.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import io.netty.util.AsciiString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection on which requests for {@value #FULL} are refused, and a client's bytes for it. */
final class HeaderGateTest {
  private static final String FULL = "/full";
  private static final int FRAME_BYTES = 16_000;
  private static final int MOST_CALLS = 20;
  private static final Duration REST = Duration.ofMillis(10);

  /** Names of HTTP/2's types of frames, by number. */
  private static final List<String> TYPES =
      List.of(
          "data", "headers", "priority", "reset", "settings", "push", "ping", "goaway", "window");

  private final AtomicLong nanos = new AtomicLong();
  private final List<String> heard = new ArrayList<>();
  private final EmbeddedChannel client = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
  private final ChannelHandlerContext wire = client.pipeline().firstContext();
  private final DefaultHttp2FrameWriter frames = new DefaultHttp2FrameWriter();
  private final PacedReads reads = new PacedReads(REST);
  private final EmbeddedChannel server =
      new EmbeddedChannel(
          reads,
          new HeaderGate(HeaderGateTest::refusal, reads, nanos::get),
          new Http2ConnectionHandlerBuilder()
              .server(true)
              .initialSettings(new Http2Settings().maxConcurrentStreams(MOST_CALLS))
              .frameListener(new Heard())
              .build());

  private static Optional<Http2Headers> refusal(Http2Headers request) {
    return FULL.contentEquals(request.path())
        ? Optional.of(ReadOnlyHttp2Headers.serverHeaders(true, AsciiString.cached("200")))
        : Optional.empty();
  }

  @BeforeEach
  void open() {
    server.freezeTime();
    var unused = wire.write(Http2CodecUtil.connectionPrefaceBuf());
    unused = frames.writeSettings(wire, new Http2Settings(), wire.newPromise());
    assertEquals(List.of("settings 0", "settings 0"), exchange());
    unused = frames.writeSettingsAck(wire, wire.newPromise());
    assertEquals(List.of(), exchange());
  }

  @AfterEach
  void close() {
    client.finishAndReleaseAll();
    server.finishAndReleaseAll();
  }

  @Test
  void request_isAnsweredByItsHeaders_andNobodyElseHearsOfIt() {
    request(1, FULL);
    data(1, true);
    request(3, FULL);
    assertEquals(List.of("headers 1 end", "headers 3 end"), exchange());
    assertEquals(List.of(), heard);
  }

  @Test
  void otherRequests_goOn() {
    request(1, "/other");
    request(3, FULL);
    data(3, true);
    data(1, true);
    assertEquals(List.of("headers 3 end"), exchange());
    assertEquals(List.of("headers 1", "data 1"), heard);
  }

  @Test
  void connection_isLeftAloneForAMoment_afterARefusal() {
    request(1, "/other");
    assertEquals(List.of(), exchange());
    assertTrue(server.config().isAutoRead());
    request(3, FULL);
    assertEquals(List.of("headers 3 end"), exchange());
    assertFalse(server.config().isAutoRead());
    // What comes of it later is no second refusal.
    server.advanceTimeBy(REST.toNanos(), TimeUnit.NANOSECONDS);
    long unused = server.runScheduledPendingTasks();
    data(3, true);
    assertEquals(List.of(), exchange());
    assertTrue(server.config().isAutoRead());
  }

  @Test
  void body_isReadAndDropped_howeverLong() {
    request(1, FULL);
    List<String> answers = new ArrayList<>(exchange());
    // Twice as much as a connection may have unread, without an end.
    for (int i = 0; i < 2 * Http2CodecUtil.DEFAULT_WINDOW_SIZE / FRAME_BYTES; i++) {
      data(1, false);
      answers.addAll(exchange());
    }
    assertTrue(answers.contains("window 0"), answers::toString);
    assertTrue(
        answers.stream().noneMatch(answer -> answer.matches("(goaway|reset) .*")),
        answers::toString);
    assertEquals(List.of(), heard);
  }

  @Test
  void oldestUnendedRequests_areReset_onceTheyAreAQuarterOfTheCallsThatThereMayBe() {
    for (int i = 0; i < MOST_CALLS; i++) {
      request(2 * i + 1, FULL);
    }
    List<String> answers = exchange();
    for (int i = 0; i < MOST_CALLS - MOST_CALLS / 4; i++) {
      assertTrue(answers.contains("reset " + (2 * i + 1)), answers::toString);
    }
    assertEquals(2 * MOST_CALLS - MOST_CALLS / 4, answers.size(), answers::toString);
  }

  @Test
  void unendedRequest_isReset_onceItHasHadASecond() {
    request(1, FULL);
    request(3, FULL);
    data(3, true);
    assertEquals(List.of("headers 1 end", "headers 3 end"), exchange());
    nanos.addAndGet(HeaderGate.PATIENCE_NANOS - 1);
    request(5, "/other");
    assertEquals(List.of(), exchange());
    nanos.incrementAndGet();
    request(7, "/other");
    assertEquals(List.of("reset 1"), exchange());
  }

  @Test
  void unendedRequests_areReset_whenTheConnectionGoesAway() {
    request(1, FULL);
    assertEquals(List.of("headers 1 end"), exchange());
    Http2ConnectionHandler http2 = server.pipeline().get(Http2ConnectionHandler.class);
    ChannelHandlerContext context = server.pipeline().context(http2);
    var unused =
        http2.goAway(
            context,
            Integer.MAX_VALUE,
            Http2Error.NO_ERROR.code(),
            Unpooled.EMPTY_BUFFER,
            context.newPromise());
    assertEquals(List.of("reset 1", "goaway 0"), exchange());
    request(3, FULL);
    assertEquals(List.of("headers 3 end", "reset 3"), exchange());
  }

  private void request(int id, String path) {
    Http2Headers headers =
        new DefaultHttp2Headers().method("POST").scheme("http").path(path).authority("here");
    var unused = frames.writeHeaders(wire, id, headers, 0, false, wire.newPromise());
  }

  private void data(int id, boolean end) {
    ByteBuf body = Unpooled.wrappedBuffer(new byte[FRAME_BYTES]);
    var unused = frames.writeData(wire, id, body, 0, end, wire.newPromise());
  }

  /** Brings what was written to the server; its frames, with their streams. */
  private List<String> exchange() {
    wire.flush();
    for (ByteBuf sent = client.readOutbound(); sent != null; sent = client.readOutbound()) {
      var unused = server.writeOneInbound(sent);
    }
    server.flushInbound();
    server.flushOutbound();
    ByteBuf answer = Unpooled.buffer();
    for (ByteBuf part = server.readOutbound(); part != null; part = server.readOutbound()) {
      answer.writeBytes(part);
      part.release();
    }
    List<String> read = new ArrayList<>();
    while (answer.isReadable()) {
      int length = answer.readUnsignedMedium();
      String type = TYPES.get(answer.readByte());
      boolean end = (answer.readByte() & 1) == 1 && !type.equals("settings");
      read.add(type + " " + answer.readInt() + (end ? " end" : ""));
      answer.skipBytes(length);
    }
    return read;
  }

  /** Stands where gRPC's listener does. */
  private final class Heard extends Http2FrameAdapter {
    @Override
    public void onHeadersRead(
        ChannelHandlerContext context,
        int id,
        Http2Headers headers,
        int dependency,
        short weight,
        boolean exclusive,
        int padding,
        boolean end) {
      heard.add("headers " + id);
    }

    @Override
    public int onDataRead(
        ChannelHandlerContext context, int id, ByteBuf data, int padding, boolean end) {
      heard.add("data " + id);
      return data.readableBytes() + padding;
    }
  }
}
