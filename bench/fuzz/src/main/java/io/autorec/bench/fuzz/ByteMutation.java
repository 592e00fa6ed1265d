package io.autorec.bench.fuzz;

import java.util.Arrays;

/** Random changes of bytes, whatever they mean: cut, inserted, doubled, flipped. */
public final class ByteMutation {
  private static final byte START_GROUP_1 = 0x0b;
  private static final byte LENGTH_DELIMITED_1 = 0x0a;

  private ByteMutation() {}

  /** Applies one change. */
  static byte[] apply(byte[] bytes, Odds odds) {
    int at = odds.below(bytes.length + 1);
    return switch (odds.below(9)) {
      case 0 -> Arrays.copyOf(bytes, at);
      case 1 -> join(bytes, odds.bytes(1 + odds.upTo(100)));
      case 2 -> join(Arrays.copyOf(bytes, at), odds.bytes(1 + odds.upTo(10)), from(bytes, at));
      case 3 -> join(Arrays.copyOf(bytes, at), from(bytes, Math.min(bytes.length, at + 1)));
      case 4 -> join(bytes, bytes);
      case 5 -> odds.bytes(odds.upTo(2_000));
      case 6 -> {
        byte[] deep = new byte[odds.upTo(100_000)];
        Arrays.fill(deep, START_GROUP_1);
        yield join(bytes, deep);
      }
      // A length of 2 GiB, or a negative one.
      case 7 ->
          join(
              bytes,
              new byte[] {LENGTH_DELIMITED_1, -1, -1, -1, -1, (byte) (odds.oneIn(2) ? 7 : 15)});
      default -> flipped(bytes, odds);
    };
  }

  /** Flips up to ten bits of a copy. */
  public static byte[] flipped(byte[] bytes, Odds odds) {
    byte[] flipped = bytes.clone();
    for (int flips = 1 + odds.upTo(10); flips > 0 && flipped.length > 0; flips--) {
      flipped[odds.below(flipped.length)] ^= (byte) (1 << odds.below(Byte.SIZE));
    }
    return flipped;
  }

  private static byte[] from(byte[] bytes, int at) {
    return Arrays.copyOfRange(bytes, at, bytes.length);
  }

  /** Concatenates byte arrays. */
  public static byte[] join(byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    byte[] all = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }
}
