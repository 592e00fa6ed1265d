package io.autorec.trainer.export;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autorec.model.Codes;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PredictionMetricTest {
  private static final int COLUMNS = 5;

  @Property(tries = 100)
  void cosines_areCorrelationsOfPredictions(
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
        // The ridge keeps a prediction without any variance from dividing by 0.
        if (Math.min(sums[1], sums[2]) > 1e-3 * Math.max(sums[1], sums[2])) {
          assertEquals(sums[0] / Math.sqrt(sums[1] * sums[2]), columns.cosine(a, b), 2e-3);
        }
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

  private static double product(float[] codes, int row, float[] weights, int column, int features) {
    double sum = 0;
    for (int k = 0; k < features; k++) {
      sum += (double) codes[row * features + k] * weights[column * features + k];
    }
    return sum;
  }
}
