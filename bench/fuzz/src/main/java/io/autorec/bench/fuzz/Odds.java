package io.autorec.bench.fuzz;

import java.util.List;
import java.util.SplittableRandom;

/**
 * The random choices of one request or byte stream. Each has its own, so that it can be made again
 * alone.
 */
public final class Odds {
  private final SplittableRandom random;

  /** Makes the choices of a seed and a number, the same each time. */
  public Odds(long seed, long number) {
    random = new SplittableRandom(new SplittableRandom(seed).nextLong() + number);
  }

  /** From 0 to below a bound, each as often as the next. */
  public int below(int bound) {
    return random.nextInt(bound);
  }

  /** From 0 to a bound, mostly small: each power of two as often as the next. */
  public int upTo(int bound) {
    int bits = random.nextInt(Integer.SIZE - Integer.numberOfLeadingZeros(bound) + 1);
    return (int) Math.min(bound, random.nextLong(1L << bits));
  }

  /** True once in so many cases. */
  public boolean oneIn(int cases) {
    return random.nextInt(cases) == 0;
  }

  /** One of a list. */
  public <T> T of(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** 64 random bits. */
  public long bits() {
    return random.nextLong();
  }

  /** So many random bytes. */
  public byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
