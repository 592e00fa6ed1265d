package io.autorec.foldin;

import java.util.Arrays;

/**
 * Vectors of equal length, [count, features], one for each row or each column of the rating matrix:
 * what a model has learned about it.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class Codes {
  private final int features;
  private final float[] values;
  private final float[] lengths;

  /**
   * @param values [count, features]; not copied
   * @param features length of a vector, at least 1
   * @throws IllegalArgumentException if the number of values does not fit, or one is not finite
   */
  public Codes(float[] values, int features) {
    if (features < 1 || values.length % features != 0) {
      throw new IllegalArgumentException(
          values.length + " values in codes of " + features + " (expected: a multiple)");
    }
    this.features = features;
    this.values = values;
    this.lengths = new float[values.length / features];
    for (int i = 0; i < lengths.length; i++) {
      double squares = 0;
      for (int k = i * features; k < (i + 1) * features; k++) {
        squares += (double) values[k] * values[k];
      }
      if (!Double.isFinite(squares)) {
        throw new IllegalArgumentException("codes: a value is not finite (expected: all are)");
      }
      lengths[i] = (float) Math.sqrt(squares);
    }
  }

  /** The number of entries. */
  public int count() {
    return lengths.length;
  }

  /** Length of a vector. */
  public int features() {
    return features;
  }

  /** All vectors, [count, features]; not to be changed. */
  public float[] values() {
    return values;
  }

  /**
   * The similarity of two vectors: the cosine of the angle between them, from -1 to 1. It is 0 if
   * one of the two is all 0, as the vector of a row or column without training ratings is.
   */
  public float cosine(int one, int other) {
    float both = lengths[one] * lengths[other];
    return both == 0
        ? 0
        : (float) Math.max(-1, Math.min(1, dot(one, values, other * features) / both));
  }

  /** The {@link #cosine} of one vector with others, aligned with them. */
  public float[] cosines(int one, int[] others) {
    float[] cosines = new float[others.length];
    for (int i = 0; i < cosines.length; i++) {
      cosines[i] = cosine(one, others[i]);
    }
    return cosines;
  }

  /**
   * The scalar product of a vector with weights.
   *
   * @param weights [at least features]
   */
  double dot(int one, float[] weights) {
    return dot(one, weights, 0);
  }

  /** Uses four sums, which the processor can add in parallel. */
  private double dot(int one, float[] weights, int from) {
    int start = one * features;
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int k = 0;
    for (; k + 3 < features; k += 4) {
      a += values[start + k] * weights[from + k];
      b += values[start + k + 1] * weights[from + k + 1];
      c += values[start + k + 2] * weights[from + k + 2];
      d += values[start + k + 3] * weights[from + k + 3];
    }
    for (; k < features; k++) {
      a += values[start + k] * weights[from + k];
    }
    return a + b + c + d;
  }

  /** A copy of a vector, [features]. */
  float[] code(int one) {
    return Arrays.copyOfRange(values, one * features, (one + 1) * features);
  }
}
