package io.autorec.bench.fuzz.raw;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.autorec.bench.fuzz.ByteMutation;
import io.autorec.bench.fuzz.OddValues;
import io.autorec.bench.fuzz.Odds;
import io.autorec.v1.RecommendRequest;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes that one connection sends.
 *
 * @param kind the fault in them
 * @param bytes all of them
 * @param slow true if they are sent one by one and the last ones never
 */
record RawStream(Kind kind, byte[] bytes, boolean slow) {
  private static final String RECOMMEND = "/autorec.v1.AutoRecService/Recommend";
  private static final String STREAM = "/autorec.v1.AutoRecService/RecommendStream";
  private static final List<String> PATHS =
      List.of(RECOMMEND, STREAM, "/", "", "//", "/autorec.v1.AutoRecService/None", "*", "/%00");

  /** The faults. */
  enum Kind {
    NOISE,
    NOISE_AFTER_PREFACE,
    CUT_SHORT,
    FLIPPED_BITS,
    WRONG_LENGTHS,
    WRONG_HEADERS,
    HUGE_HEADERS,
    CONTINUATION_FLOOD,
    SETTINGS_FLOOD,
    PING_FLOOD,
    RAPID_RESET,
    EMPTY_DATA_FLOOD,
    WINDOW_OVERFLOW,
    WINDOW_OF_NOTHING,
    WRONG_STREAMS,
    PRIORITY_LOOP,
    WRONG_MESSAGES,
    OPEN_CALLS,
    SLOW,
    HTTP_1,
    TLS
  }

  /** The stream of a seed and a number. */
  static RawStream of(long seed, long number) {
    Odds odds = new Odds(seed, number);
    Kind kind = odds.of(List.of(Kind.values()));
    return new RawStream(kind, bytes(kind, odds), kind == Kind.SLOW);
  }

  private static byte[] bytes(Kind kind, Odds odds) {
    FrameWriter bytes = new FrameWriter();
    int many = 100 + odds.upTo(20_000);
    switch (kind) {
      case NOISE -> {
        return odds.bytes(1 + odds.upTo(10_000));
      }
      case NOISE_AFTER_PREFACE -> {
        return ByteMutation.join(bytes.preface().toBytes(), odds.bytes(1 + odds.upTo(10_000)));
      }
      case CUT_SHORT -> {
        byte[] whole = calls(odds);
        return Arrays.copyOf(whole, odds.below(whole.length));
      }
      case FLIPPED_BITS -> {
        return ByteMutation.flipped(calls(odds), odds);
      }
      case SLOW -> {
        return odds.oneIn(2) ? calls(odds) : http1(odds);
      }
      case WRONG_LENGTHS -> {
        int type = odds.below(12);
        int length = odds.upTo((1 << 24) - 1);
        bytes.preface().frame(length, type, odds.below(256), odds.below(4), odds.bytes(40));
      }
      case WRONG_HEADERS -> wrongHeaders(bytes.preface(), odds);
      case HUGE_HEADERS ->
          bytes
              .preface()
              .frame(FrameWriter.HEADERS, 0, 1, FrameWriter.callHeaders(RECOMMEND))
              .frame(
                  FrameWriter.CONTINUATION,
                  FrameWriter.END_HEADERS,
                  1,
                  FrameWriter.headers("odd", "x".repeat(odds.upTo(16_000))));
      case CONTINUATION_FLOOD -> {
        bytes.preface().frame(FrameWriter.HEADERS, 0, 1, FrameWriter.callHeaders(RECOMMEND));
        byte[] more = odds.oneIn(2) ? new byte[0] : FrameWriter.headers("odd", "x".repeat(1_000));
        repeat(many, () -> bytes.frame(FrameWriter.CONTINUATION, 0, 1, more));
      }
      case SETTINGS_FLOOD -> {
        bytes.preface();
        repeat(many, () -> bytes.frame(FrameWriter.SETTINGS, 0, 0));
      }
      case PING_FLOOD -> {
        bytes.preface();
        repeat(many, () -> bytes.frame(FrameWriter.PING, 0, 0, new byte[8]));
      }
      case RAPID_RESET -> {
        bytes.preface();
        for (int stream = 1; stream < many; stream += 2) {
          bytes
              .call(stream, RECOMMEND, 0)
              .frame(FrameWriter.RST_STREAM, 0, stream, FrameWriter.bytes(8));
        }
      }
      case EMPTY_DATA_FLOOD -> {
        bytes.preface().call(1, STREAM, 0);
        repeat(many, () -> bytes.frame(FrameWriter.DATA, 0, 1));
      }
      case WINDOW_OVERFLOW -> {
        bytes.preface().call(1, STREAM, 0);
        byte[] most = FrameWriter.bytes(Integer.MAX_VALUE);
        repeat(2, () -> bytes.frame(FrameWriter.WINDOW_UPDATE, 0, odds.below(2), most));
      }
      case WINDOW_OF_NOTHING -> {
        // Initial windows of 0: no answer can be sent.
        byte[] setting = {0, 4, 0, 0, 0, 0};
        bytes.preface().frame(FrameWriter.SETTINGS, 0, 0, setting);
        goodCalls(bytes, odds);
        bytes.frame(FrameWriter.WINDOW_UPDATE, 0, odds.below(4), FrameWriter.bytes(odds.below(2)));
      }
      case WRONG_STREAMS -> wrongStreams(bytes.preface(), odds);
      case PRIORITY_LOOP -> {
        bytes.preface();
        for (int i = 0; i < many; i++) {
          int stream = 1 + 2 * odds.below(50);
          int parent = odds.oneIn(20) ? stream : 1 + 2 * odds.below(50);
          byte[] on = ByteMutation.join(FrameWriter.bytes(parent), odds.bytes(1));
          bytes.frame(FrameWriter.PRIORITY, 0, stream, on);
        }
      }
      case WRONG_MESSAGES -> {
        bytes.preface().call(1, odds.of(PATHS), 0);
        int length = odds.oneIn(2) ? odds.upTo(100) : (int) odds.bits();
        byte[] message = FrameWriter.message(odds.below(256), length, odds.bytes(odds.upTo(100)));
        bytes.frame(FrameWriter.DATA, odds.below(2), 1, message);
      }
      case OPEN_CALLS -> {
        bytes.preface();
        for (int stream = 1; stream < 1_000; stream += 2) {
          bytes.call(stream, odds.of(PATHS), 0);
        }
      }
      case HTTP_1 -> {
        return http1(odds);
      }
      case TLS -> {
        // The head of a ClientHello in a record of TLS 1.0.
        byte[] head = {22, 3, 1, 2, 0, 1, 0, 1, (byte) 252, 3, 3};
        return ByteMutation.join(head, odds.bytes(508));
      }
    }
    return bytes.toBytes();
  }

  private static byte[] calls(Odds odds) {
    FrameWriter bytes = new FrameWriter().preface();
    goodCalls(bytes, odds);
    return bytes.toBytes();
  }

  /** Valid calls, if this server knows the user. */
  private static void goodCalls(FrameWriter bytes, Odds odds) {
    for (int stream = 1; stream < 2 + odds.below(10); stream += 2) {
      byte[] request = RecommendRequest.newBuilder().setUserId("1").build().toByteArray();
      bytes
          .call(stream, RECOMMEND, 0)
          .frame(
              FrameWriter.DATA,
              FrameWriter.END_STREAM,
              stream,
              FrameWriter.message(0, request.length, request));
    }
  }

  private static void wrongHeaders(FrameWriter bytes, Odds odds) {
    byte[] block =
        switch (odds.below(6)) {
          case 0 -> odds.bytes(odds.upTo(1_000));
          case 1 -> FrameWriter.headers(":path", RECOMMEND);
          case 2 -> FrameWriter.headers(":method", "GET", ":scheme", "http", ":path", RECOMMEND);
          case 3 ->
              ByteMutation.join(
                  FrameWriter.callHeaders(RECOMMEND),
                  FrameWriter.headers(OddValues.string(odds), OddValues.string(odds)));
          case 4 ->
              ByteMutation.join(
                  FrameWriter.callHeaders(odds.of(PATHS)),
                  FrameWriter.headers("odd-bin", "?" + OddValues.string(odds)));
          default -> ByteMutation.flipped(FrameWriter.callHeaders(RECOMMEND), odds);
        };
    bytes.frame(FrameWriter.HEADERS, odds.below(64) | FrameWriter.END_HEADERS, 1, block);
  }

  private static void wrongStreams(FrameWriter bytes, Odds odds) {
    switch (odds.below(5)) {
      case 0 -> bytes.frame(FrameWriter.DATA, 0, 0, odds.bytes(10));
      case 1 -> bytes.frame(FrameWriter.DATA, 0, 99, odds.bytes(10));
      case 2 -> bytes.call(2, RECOMMEND, 0);
      case 3 ->
          bytes
              .call(1, RECOMMEND, FrameWriter.END_STREAM)
              .frame(FrameWriter.DATA, 0, 1, new byte[10]);
      default -> bytes.call(5, RECOMMEND, 0).call(3, RECOMMEND, 0).call(5, STREAM, 0);
    }
  }

  private static byte[] http1(Odds odds) {
    String text =
        switch (odds.below(5)) {
          case 0 -> "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
          case 1 -> "POST " + RECOMMEND + " HTTP/1.1\r\nContent-Length: 999999999\r\n\r\nabc";
          case 2 -> "GET /metrics HTTP/1.1\r\n" + "Odd: x\r\n".repeat(odds.upTo(10_000));
          case 3 -> "GET /" + "x".repeat(odds.upTo(200_000)) + " HTTP/1.1\r\n\r\n";
          default ->
              String.join(
                  "\r\n",
                  "GET / HTTP/1.1",
                  "Host: localhost",
                  "Connection: Upgrade, HTTP2-Settings",
                  "Upgrade: h2c",
                  "HTTP2-Settings: AAMAAABkAAQAAP__",
                  "",
                  "");
        };
    return text.getBytes(ISO_8859_1);
  }

  private static void repeat(int times, Runnable step) {
    for (int i = 0; i < times; i++) {
      step.run();
    }
  }
}
