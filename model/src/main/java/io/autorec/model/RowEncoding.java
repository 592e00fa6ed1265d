package io.autorec.model;

import java.nio.FloatBuffer;

/**
 * Encodes ratings as input rows of a model: float32 [batch, width] in row-major order, NaN for
 * entries that were not observed.
 *
 * <p>If 0 is not on the rating scale, a graph also reads 0 as unobserved, so that a client that can
 * only write zeros gets the same numbers. Trainer and server always write NaN, which is right on
 * every scale. A buffer is cleared once and then kept clean by {@link #forget forgetting} the
 * ratings of a row. This costs as much as its ratings, whatever the width.
 */
public final class RowEncoding {
  /** Marks an entry that has no rating. */
  public static final float UNOBSERVED = Float.NaN;

  private RowEncoding() {}

  /** Marks every entry of the buffer, from 0 to its capacity, unobserved. */
  public static void clear(FloatBuffer rows) {
    for (int i = 0; i < rows.capacity(); i++) {
      rows.put(i, UNOBSERVED);
    }
  }

  /**
   * Enters one rating.
   *
   * @param rows [batch, width]
   * @param row position in the batch
   * @param width length of a row
   * @param column position in the row
   * @param rating a finite rating
   */
  public static void observe(FloatBuffer rows, int row, int width, int column, float rating) {
    rows.put(row * width + column, rating);
  }

  /** Removes one rating; the arguments are those of {@link #observe}. */
  public static void forget(FloatBuffer rows, int row, int width, int column) {
    rows.put(row * width + column, UNOBSERVED);
  }

  /** Returns true if a dense entry is a rating: not NaN, and not a 0 that lies off the scale. */
  public static boolean isObserved(float entry, RatingScale scale) {
    return !Float.isNaN(entry) && (entry != 0 || scale.contains(0));
  }
}
