package io.autorec.trainer.matrix;

import java.util.Random;

/** The uniform shuffle (Fisher and Yates; Knuth, TAOCP volume 2, algorithm 3.4.2P). */
public final class Shuffle {
  private Shuffle() {}

  /** Reorders in place; the same generator state gives the same order. */
  public static void shuffle(int[] values, Random random) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = values[i];
      values[i] = values[j];
      values[j] = swapped;
    }
  }
}
