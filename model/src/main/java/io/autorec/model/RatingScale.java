package io.autorec.model;

import java.io.Serializable;

/**
 * The closed interval that ratings lie in.
 *
 * @param min smallest rating, finite
 * @param max largest rating, finite and greater than {@code min}
 */
public record RatingScale(float min, float max) implements Serializable {
  public RatingScale {
    if (!Float.isFinite(min) || !Float.isFinite(max) || min >= max) {
      throw new IllegalArgumentException(
          "rating scale: [" + min + ", " + max + "] (expected: finite, min < max)");
    }
  }

  /** Returns true if a rating lies on the scale; false for NaN. */
  public boolean contains(float rating) {
    return rating >= min && rating <= max;
  }

  /** The nearest value on the scale; NaN stays NaN. */
  public float clip(float rating) {
    return Math.min(max, Math.max(min, rating));
  }

  /** Replaces each value by the nearest one on the scale, in place. */
  public void clip(float[] ratings) {
    for (int i = 0; i < ratings.length; i++) {
      ratings[i] = clip(ratings[i]);
    }
  }

  @Override
  public String toString() {
    return "[" + min + ", " + max + "]";
  }
}
