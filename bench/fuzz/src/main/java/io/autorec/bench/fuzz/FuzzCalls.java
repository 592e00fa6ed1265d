package io.autorec.bench.fuzz;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import io.autorec.bench.fuzz.FuzzCall.Packing;
import io.autorec.bench.fuzz.FuzzCall.Pass;
import io.autorec.bench.fuzz.FuzzCall.Terms;
import java.util.ArrayList;
import java.util.List;

/** Generates the calls of a seed. Each follows from the seed and its number alone. */
final class FuzzCalls {
  private static final List<FuzzMethod> BESIDES = FuzzMethod.besides();
  private static final List<String> TIMEOUTS =
      List.of("0n", "1n", "1m", "0S", "99999999H", "100000000H", "-1S", "S", "1", "1x", "a lot");

  /** The server's default bound. */
  static final int MAX_MESSAGE_BYTES = 16 << 20;

  private static final int BOMB_BYTES = 64 << 20;

  /** Four bytes each at most, a third more on the way: within the 8 KiB that headers may have. */
  private static final int MAX_METADATA_CHARS = 1_000;

  private static final int UNKNOWN_NUMBER = 1000;

  private final long seed;
  private final ValidRequests valid;
  private final List<FuzzMethod> methods;
  private final boolean locked;

  /**
   * @param methods called most often
   * @param locked true if calls show a token
   */
  FuzzCalls(long seed, ValidRequests valid, List<FuzzMethod> methods, boolean locked) {
    this.seed = seed;
    this.valid = valid;
    this.methods = List.copyOf(methods);
    this.locked = locked;
  }

  /** Generates the call of a number. */
  FuzzCall call(long number) {
    Odds odds = new Odds(seed, number);
    FuzzMethod method = odds.of(odds.oneIn(16) ? BESIDES : methods);
    int count = 1;
    if (method.manyRequests()) {
      count = odds.upTo(20);
    } else if (odds.oneIn(100)) {
      count = odds.oneIn(2) ? 0 : 2;
    }
    Terms terms = terms(method, odds);
    List<byte[]> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      messages.add(message(method, odds));
    }
    if (count > 0 && odds.oneIn(2000)) {
      // Larger than a message may be, as sent or once decompressed.
      boolean bomb = terms.packing() == Packing.GZIP || odds.oneIn(2);
      messages.set(0, unknownField(bomb ? BOMB_BYTES : MAX_MESSAGE_BYTES));
      terms =
          new Terms(
              terms.deadlineMicros(),
              terms.timeoutHeader(),
              terms.cancelMicros(),
              terms.halfClosed(),
              bomb ? Packing.GZIP : Packing.PLAIN,
              terms.metadata(),
              terms.pass());
    }
    return new FuzzCall(number, method, messages, terms);
  }

  private byte[] message(FuzzMethod method, Odds odds) {
    Message.Builder message = valid.of(method.request(), odds).toBuilder();
    for (int changes = odds.upTo(4); changes > 0; changes--) {
      MessageMutation.apply(message, odds);
    }
    Message built = message.build();
    if (built.getSerializedSize() > MAX_MESSAGE_BYTES) {
      return new byte[0];
    }
    byte[] bytes = built.toByteArray();
    return odds.oneIn(6) ? ByteMutation.apply(bytes, odds) : bytes;
  }

  /** A message of one unknown field of so many bytes. */
  private static byte[] unknownField(int length) {
    UnknownFieldSet.Field field =
        UnknownFieldSet.Field.newBuilder()
            .addLengthDelimited(ByteString.copyFrom(new byte[length]))
            .build();
    return UnknownFieldSet.newBuilder().addField(UNKNOWN_NUMBER, field).build().toByteArray();
  }

  private Terms terms(FuzzMethod method, Odds odds) {
    boolean halfClosed = !odds.oneIn(40);
    // The server may leave such a stream open, so the client ends it.
    boolean endless = method.manyAnswers() && !method.manyRequests();
    boolean cancelled = endless || !halfClosed || odds.oneIn(12);
    return new Terms(
        odds.oneIn(12) ? 1 + odds.upTo(100_000) : 0,
        odds.oneIn(50) ? odds.of(TIMEOUTS) : "",
        cancelled ? odds.upTo(10_000) : -1,
        halfClosed,
        odds.oneIn(10) ? odds.of(List.of(Packing.values())) : Packing.PLAIN,
        odds.oneIn(20) ? metadata(odds) : "",
        locked && odds.oneIn(4) ? odds.of(List.of(Pass.values())) : Pass.RIGHT);
  }

  private static String metadata(Odds odds) {
    String text = OddValues.string(odds);
    return text.substring(0, Math.min(text.length(), MAX_METADATA_CHARS));
  }
}
