package io.autorec.trainer.export;

import io.autorec.foldin.Cholesky;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Compares columns by their predictions and not by their weights, since many different weights
 * predict nearly the same.
 *
 * <p>Let S be the covariance of the rows' codes and S = L L' (Cholesky). Then the scalar product of
 * L' v and L' w is the covariance of the predictions of weights v and w over the rows. The cosine
 * of the angle between them is the correlation.
 */
final class PredictionMetric {
  /** The number of rows for the covariance: those with the most ratings. */
  private static final int MOST_ROWS = 2000;

  /**
   * The ridge, as a share of the mean variance of a feature. It gives S a factor even if codes span
   * fewer dimensions.
   */
  private static final double RIDGE = 1e-6;

  private final int features;
  private final double[][] factor;

  /**
   * @param codes [rows, features], with a mean of 0 when weighted by the shares
   * @param shares [rows], the weight of each row; not all 0
   */
  PredictionMetric(float[] codes, double[] shares) {
    this.features = codes.length / shares.length;
    double[][] lower = covariance(codes, shares);
    double trace = 0;
    for (int k = 0; k < features; k++) {
      trace += lower[k][k];
    }
    for (int k = 0; k < features; k++) {
      lower[k][k] += RIDGE * trace / features + Double.MIN_NORMAL;
    }
    this.factor = Cholesky.of(lower).lower();
  }

  /** The lower half of S. */
  private double[][] covariance(float[] codes, double[] shares) {
    int[] rows =
        IntStream.range(0, shares.length)
            .boxed()
            .sorted(Comparator.comparingDouble(row -> -shares[row]))
            .limit(MOST_ROWS)
            .mapToInt(Integer::intValue)
            .toArray();
    double[][] covariance = new double[features][];
    IntStream.range(0, features)
        .parallel()
        .forEach(
            k -> {
              double[] line = new double[k + 1];
              for (int row : rows) {
                double weighted = shares[row] * codes[row * features + k];
                for (int l = 0; l <= k; l++) {
                  line[l] += weighted * codes[row * features + l];
                }
              }
              covariance[k] = line;
            });
    return covariance;
  }

  /**
   * Replaces each column's weights v by L' v.
   *
   * @param columns [columns, features]
   */
  void apply(float[] columns) {
    IntStream.range(0, columns.length / features)
        .parallel()
        .forEach(
            column -> {
              double[] turned = new double[features];
              for (int k = 0; k < features; k++) {
                double weight = columns[column * features + k];
                for (int l = 0; l <= k; l++) {
                  turned[l] += factor[k][l] * weight;
                }
              }
              for (int k = 0; k < features; k++) {
                columns[column * features + k] = (float) turned[k];
              }
            });
  }
}
