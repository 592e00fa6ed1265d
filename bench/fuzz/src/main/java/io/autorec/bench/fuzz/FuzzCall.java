package io.autorec.bench.fuzz;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TextFormat;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A call that may be wrong in any way.
 *
 * @param number its number among the calls of its seed
 * @param method the method called
 * @param messages the requests, as bytes
 * @param terms the deadline, compression, token and so on
 */
public record FuzzCall(long number, FuzzMethod method, List<byte[]> messages, Terms terms) {
  private static final int MOST_TEXT = 4_000;

  public FuzzCall {
    messages = List.copyOf(messages);
  }

  /**
   * The terms of a call beside its messages.
   *
   * @param deadlineMicros until its deadline; 0: none
   * @param timeoutHeader sent as grpc-timeout, whatever it says; empty: none
   * @param cancelMicros until it is cancelled; -1: never
   * @param halfClosed true if the client ends its side of the call
   * @param packing the compression of its messages
   * @param metadata the value of a header beside gRPC's own; empty: none
   * @param pass the token shown where tokens are wanted
   */
  record Terms(
      int deadlineMicros,
      String timeoutHeader,
      int cancelMicros,
      boolean halfClosed,
      Packing packing,
      String metadata,
      Pass pass) {
    /** The terms of a valid call. */
    static final Terms USUAL = new Terms(0, "", -1, true, Packing.PLAIN, "", Pass.RIGHT);

    boolean cancelled() {
      return cancelMicros >= 0;
    }

    boolean timed() {
      return deadlineMicros > 0 || !timeoutHeader.isEmpty();
    }
  }

  /** The token that a call shows. */
  enum Pass {
    RIGHT,
    NONE,
    WRONG,
    /** A valid token for other methods. */
    OTHERS
  }

  /** The compression of messages. */
  enum Packing {
    PLAIN,
    GZIP,
    /** Labelled gzip, but not compressed. */
    FALSE_GZIP,
    /** Labelled with an encoding that gRPC does not know. */
    UNKNOWN
  }

  /** Describes the call: its method, its terms and its messages as protobuf text. */
  public String text() {
    StringBuilder text = new StringBuilder(method.name() + ", " + terms + "\n");
    for (byte[] message : messages) {
      text.append(message.length).append(" bytes: ").append(shorten(asText(message))).append('\n');
    }
    return text.toString();
  }

  /** The messages as hexadecimal digits, one on a line. */
  public String hex() {
    List<String> lines = new ArrayList<>();
    messages.forEach(message -> lines.add(HexFormat.of().formatHex(message)));
    return String.join("\n", lines) + "\n";
  }

  private String asText(byte[] message) {
    try {
      DynamicMessage parsed = DynamicMessage.parseFrom(method.request(), message);
      return TextFormat.printer().emittingSingleLine(true).printToString(parsed);
    } catch (InvalidProtocolBufferException e) {
      return "no message of " + method.request().getFullName();
    }
  }

  private static String shorten(String text) {
    return text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT) + "...";
  }
}
