package io.autorec.trainer.export;

import io.autorec.foldin.Cholesky;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Says how alike columns are by what they predict, and not by their weights, of which many
 * different ones predict nearly the same.
 *
 * <p>With S the covariance of the rows' codes and S = L L' (Cholesky), the scalar product of L' v
 * and L' w is the covariance of what weights v and w predict over the rows, and the cosine of the
 * angle between them the correlation.
 */
final class PredictionMetric {
  /** Rows that the covariance is taken of: those with the most ratings. */
  private static final int MOST_ROWS = 2000;

  /** Of the mean variance of a feature: with it S has a factor even where codes span less. */
  private static final double RIDGE = 1e-6;

  private final int features;
  private final double[][] factor;

  /**
   * @param codes [rows, features], with mean 0 by those shares
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
