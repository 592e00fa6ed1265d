package io.autorec.trainer.export;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autorec.foldin.Codes;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PredictionMetricTest {
  private static final int COLUMNS = 5;
  private static final double RIDGE = 1e-6;
  private static final double ROUNDING = 1e-6;

  /**
   * The ridge adds r |v|^2 to the variance s of what weights v predict, where r is a millionth of
   * the mean variance of a feature. So the cosine is that of vectors with one more part of length
   * sqrt(r) |v|, and with e = r |v|^2 / s it is within e + e' of the correlation. Predictions that
   * hardly vary, as two rows make many, have a large e.
   */
  @Property(tries = 500)
  void cosines_areCorrelationsOfPredictions_asFarAsTheRidgeLets(
      @ForAll @IntRange(min = 1, max = 12) int features,
      @ForAll @IntRange(min = 2, max = 60) int rows,
      @ForAll long seed) {
    Random random = new Random(seed);
    double[] shares = random.doubles(rows, 0.1, 1).toArray();
    float[] codes = centred(random, shares, features);
    float[] weights = new float[COLUMNS * features];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian();
    }
    double ridge = RIDGE * variance(codes, shares, features) / features;
    float[] turned = weights.clone();
    new PredictionMetric(codes, shares).apply(turned);
    Codes columns = new Codes(turned, features);
    for (int a = 0; a < COLUMNS; a++) {
      for (int b = 0; b < COLUMNS; b++) {
        double[] sums = new double[3];
        for (int row = 0; row < rows; row++) {
          double one = product(codes, row, weights, a, features);
          double other = product(codes, row, weights, b, features);
          sums[0] += shares[row] * one * other;
          sums[1] += shares[row] * one * one;
          sums[2] += shares[row] * other * other;
        }
        double bound =
            ridge * squares(weights, a, features) / sums[1]
                + ridge * squares(weights, b, features) / sums[2];
        double correlation = sums[0] / Math.sqrt(sums[1] * sums[2]);
        assertEquals(correlation, columns.cosine(a, b), bound + ROUNDING, "seed " + seed);
      }
    }
  }

  private static float[] centred(Random random, double[] shares, int features) {
    float[] codes = new float[shares.length * features];
    double all = 0;
    for (double share : shares) {
      all += share;
    }
    for (int k = 0; k < features; k++) {
      double mean = 0;
      for (int row = 0; row < shares.length; row++) {
        codes[row * features + k] = (float) random.nextGaussian();
        mean += shares[row] / all * codes[row * features + k];
      }
      for (int row = 0; row < shares.length; row++) {
        codes[row * features + k] -= (float) mean;
      }
    }
    return codes;
  }

  /** The variances of all features, added up. */
  private static double variance(float[] codes, double[] shares, int features) {
    double sum = 0;
    for (int i = 0; i < codes.length; i++) {
      sum += shares[i / features] * codes[i] * codes[i];
    }
    return sum;
  }

  private static double squares(float[] weights, int column, int features) {
    double sum = 0;
    for (int k = 0; k < features; k++) {
      sum += (double) weights[column * features + k] * weights[column * features + k];
    }
    return sum;
  }

  private static double product(float[] codes, int row, float[] weights, int column, int features) {
    double sum = 0;
    for (int k = 0; k < features; k++) {
      sum += (double) codes[row * features + k] * weights[column * features + k];
    }
    return sum;
  }
}
