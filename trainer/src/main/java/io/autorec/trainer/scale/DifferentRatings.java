package io.autorec.trainer.scale;

import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The different ratings of a table, if they are few, and the step between them. */
final class DifferentRatings {
  /** As few as a scale of percents has, in whole steps or halves. */
  static final int MOST = 201;

  private static final int SLOTS = 1 << 10;
  private static final int DECIMALS = 3;

  private DifferentRatings() {}

  /** Returns the different ratings, ascending; null if there are more than {@value #MOST}. */
  static float @Nullable [] of(float[] ratings) {
    float[] values = new float[MOST];
    int[] numberOf = new int[SLOTS]; // of a value, from 1; 0 in a free slot
    int size = 0;
    for (float rating : ratings) {
      int bits = Float.floatToRawIntBits(rating);
      int slot = (bits ^ bits >>> 13 ^ bits >>> 20) & SLOTS - 1;
      while (numberOf[slot] != 0 && values[numberOf[slot] - 1] != rating) {
        slot = slot + 1 & SLOTS - 1;
      }
      if (numberOf[slot] == 0) {
        if (size == MOST) {
          return null;
        }
        values[size++] = rating;
        numberOf[slot] = size;
      }
    }
    float[] different = Arrays.copyOf(values, size);
    Arrays.sort(different);
    return different;
  }

  /**
   * The widest step that leads from each value to all others; 0 if there is none with three
   * decimals, or if it would make more than {@value #MOST} values.
   */
  static float step(float... values) {
    long step = 0;
    long lowest = Long.MAX_VALUE;
    long highest = Long.MIN_VALUE;
    for (float value : values) {
      BigDecimal decimal = new BigDecimal(Float.toString(value)).stripTrailingZeros();
      if (decimal.scale() > DECIMALS) {
        return 0;
      }
      long shifted = decimal.movePointRight(DECIMALS).longValueExact();
      lowest = Math.min(lowest, shifted);
      highest = Math.max(highest, shifted);
      step = gcd(step, Math.abs(shifted - lowest));
      step = gcd(step, highest - shifted);
    }
    return step == 0 || (highest - lowest) / step >= MOST ? 0 : step / 1000f;
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
