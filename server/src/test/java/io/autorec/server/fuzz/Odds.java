package io.autorec.server.fuzz;

import java.util.List;
import java.util.SplittableRandom;

/**
 * The random choices of one request or byte stream. Each has its own, so that it can be made again
 * alone.
 */
final class Odds {
  private final SplittableRandom random;

  Odds(long seed, long number) {
    random = new SplittableRandom(new SplittableRandom(seed).nextLong() + number);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  /** From 0 to a bound, mostly small: each power of two as often as the next. */
  int upTo(int bound) {
    int bits = random.nextInt(Integer.SIZE - Integer.numberOfLeadingZeros(bound) + 1);
    return (int) Math.min(bound, random.nextLong(1L << bits));
  }

  boolean oneIn(int cases) {
    return random.nextInt(cases) == 0;
  }

  <T> T of(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  long bits() {
    return random.nextLong();
  }

  byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
