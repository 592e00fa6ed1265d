package io.autorec.bench.micro;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Items that users have rated, drawn at random, the same in every run. */
final class RatedItems {
  private static final long SEED = 1;

  private RatedItems() {}

  /**
   * Draws distinct positions for each row of a batch.
   *
   * @param count how many in a row, at most {@code items}
   * @return [batch, count], ascending in each row
   */
  static int[][] draw(int batch, int items, int count) {
    SplittableRandom random = new SplittableRandom(SEED);
    int[][] rows = new int[batch][];
    Arrays.setAll(rows, row -> random.ints(0, items).distinct().limit(count).sorted().toArray());
    return rows;
  }

  /** A rating of an item, from 1 to 5. */
  static float rating(int item) {
    return 1 + item % 5;
  }

  /** Numbers from -1 to 1. */
  static float[] noise(int count) {
    SplittableRandom random = new SplittableRandom(SEED);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextInt() * 0x1p-31f;
    }
    return values;
  }
}
