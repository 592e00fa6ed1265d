package io.autorec.server.fuzz;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TextFormat;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A call that may be wrong in any way.
 *
 * @param number which it is of its seed
 * @param method what is called
 * @param messages what is sent
 * @param terms how
 */
public record FuzzCall(long number, FuzzMethod method, List<byte[]> messages, Terms terms) {
  private static final int MOST_TEXT = 4_000;

  public FuzzCall {
    messages = List.copyOf(messages);
  }

  /**
   * How a call is made.
   *
   * @param deadlineMicros until its deadline; 0: none
   * @param timeoutHeader sent as grpc-timeout, whatever it says; empty: none
   * @param cancelMicros until it is cancelled; -1: never
   * @param halfClosed whether the client says that there is nothing more to come
   * @param packing how messages are packed
   * @param metadata bytes of a header beside gRPC's own; empty: none
   * @param pass what it shows where tokens are wanted
   */
  record Terms(
      int deadlineMicros,
      String timeoutHeader,
      int cancelMicros,
      boolean halfClosed,
      Packing packing,
      String metadata,
      Pass pass) {
    /** Those of a call that nothing is wrong with. */
    static final Terms USUAL = new Terms(0, "", -1, true, Packing.PLAIN, "", Pass.RIGHT);

    boolean cancelled() {
      return cancelMicros >= 0;
    }

    boolean timed() {
      return deadlineMicros > 0 || !timeoutHeader.isEmpty();
    }
  }

  /** Whose token a call shows. */
  enum Pass {
    RIGHT,
    NONE,
    WRONG,
    /** That of somebody who may do other things. */
    OTHERS
  }

  /** How messages are packed. */
  enum Packing {
    PLAIN,
    GZIP,
    /** Said to be gzip, but is not. */
    FALSE_GZIP,
    /** Said to be something that servers of gRPC do not know. */
    UNKNOWN
  }

  /** What was sent, for a reader: protobuf text where it is that, with hexadecimal beside it. */
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
