package io.autorec.trainer.evaluation;

import java.util.Arrays;

/**
 * The biases of one kind, of rows or of columns, fitted to values around them: the random effects
 * b_k of x_ki = c + b_k + e_ki, with the variances tau^2 of the biases and sigma^2 of the rest.
 *
 * <p>The best linear prediction of b_k from n_k values is sum_i(x_ki - c) / (n_k + d), with the
 * damping d = sigma^2 / tau^2. The mean c weighs each k by n_k / (n_k + d), not by n_k (Searle,
 * Casella and McCulloch, Variance Components, 1992). Each fit takes a step of expectation
 * maximisation towards the likeliest variances: tau^2 is the mean of b_k^2 + sigma^2 / (n_k + d),
 * and sigma^2 the sum of squared residuals over the number of values less sum_k n_k / (n_k + d).
 */
final class DampedMeans {
  /** The damping of the first fit. */
  private static final double START = 5;

  private static final double LEAST = 1;
  private static final double MOST = 50;

  private final float[] biases;
  private final double[] sums;
  private final int[] counts;
  private double squares;
  private double damping = START;
  private double nextDamping = START;

  DampedMeans(int size) {
    biases = new float[size];
    sums = new double[size];
    counts = new int[size];
  }

  /** The bias of one. */
  float of(int position) {
    return biases[position];
  }

  /** All biases, from another origin. */
  float[] above(double origin) {
    float[] shifted = new float[biases.length];
    for (int k = 0; k < shifted.length; k++) {
      shifted[k] = (float) (origin + biases[k]);
    }
    return shifted;
  }

  /** The damping that the biases have. */
  double damping() {
    return damping;
  }

  /** Adds a value to the next fit. */
  void add(int position, double value) {
    sums[position] += value;
    counts[position]++;
    squares += value * value;
  }

  /**
   * Fits the biases to the values that were added since the last fit.
   *
   * @return the mean c, which the biases are without
   */
  double fit() {
    damping = nextDamping;
    double weighted = 0;
    double weights = 0;
    for (int k = 0; k < biases.length; k++) {
      weighted += sums[k] / (counts[k] + damping);
      weights += counts[k] / (counts[k] + damping);
    }
    double mean = weighted / weights;
    for (int k = 0; k < biases.length; k++) {
      biases[k] = (float) ((sums[k] - counts[k] * mean) / (counts[k] + damping));
    }
    nextDamping = likelierDamping(mean, weights);
    Arrays.fill(sums, 0);
    Arrays.fill(counts, 0);
    squares = 0;
    return mean;
  }

  private double likelierDamping(double mean, double freedom) {
    double residuals = squares;
    double spread = 0;
    double uncertainty = 0;
    int values = 0;
    int observed = 0;
    for (int k = 0; k < biases.length; k++) {
      if (counts[k] > 0) {
        double fitted = mean + biases[k];
        residuals += fitted * (counts[k] * fitted - 2 * sums[k]);
        spread += biases[k] * biases[k];
        uncertainty += 1 / (counts[k] + damping);
        values += counts[k];
        observed++;
      }
    }
    double rest = Math.max(0, residuals) / (values - freedom);
    double variance = (spread + rest * uncertainty) / observed;
    return variance > 0 ? Math.min(MOST, Math.max(LEAST, rest / variance)) : damping;
  }
}
