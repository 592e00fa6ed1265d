package io.autorec.trainer.ratings;

import io.autorec.trainer.input.InputException;

/** Grows arrays by half, which wastes less than doubling when there are millions of rows. */
final class Growth {
  private static final int MOST = Integer.MAX_VALUE - 8;

  private Growth() {}

  /**
   * A larger length.
   *
   * @throws InputException if an array cannot be larger
   */
  static int larger(int length) {
    if (length == MOST) {
      throw new InputException("more than " + MOST + " ratings (expected: fewer)");
    }
    return (int) Math.min(MOST, length + (length >> 1) + 1L);
  }
}
