package io.autorec.trainer.evaluation;

import io.autorec.trainer.matrix.RatingMatrix;

/**
 * The user+item bias baseline: r = mean + rowBias + columnBias (Koren, Bell and Volinsky, Computer
 * 42(8), 2009, "Adding biases"), fitted by alternating damped means. Biases of rows and columns
 * without ratings are 0.
 *
 * @param globalMean mean of the training ratings
 * @param rowBiases [rows]
 * @param columnBiases [width]
 */
public record BiasBaseline(double globalMean, float[] rowBiases, float[] columnBiases) {
  /** The number of ratings of value 0 that are added to each bias, to shrink it. */
  public static final double DAMPING = 5;

  private static final int ROUNDS = 12;

  /** Fits the baseline to the training ratings. */
  public static BiasBaseline fit(RatingMatrix training) {
    double sum = 0;
    for (int i = 0; i < training.size(); i++) {
      sum += training.rating(i);
    }
    double mean = sum / training.size();
    float[] rows = new float[training.rows()];
    float[] columns = new float[training.width()];
    for (int round = 0; round < ROUNDS; round++) {
      // Columns first, then rows: a row's bias is then exactly the one that RowTransform computes.
      double[] columnSums = new double[columns.length];
      int[] columnCounts = new int[columns.length];
      for (int row = 0; row < rows.length; row++) {
        for (int i = training.start(row); i < training.start(row + 1); i++) {
          columnSums[training.column(i)] += training.rating(i) - mean - rows[row];
          columnCounts[training.column(i)]++;
        }
      }
      for (int column = 0; column < columns.length; column++) {
        columns[column] = (float) (columnSums[column] / (columnCounts[column] + DAMPING));
      }
      for (int row = 0; row < rows.length; row++) {
        double rowSum = 0;
        for (int i = training.start(row); i < training.start(row + 1); i++) {
          rowSum += training.rating(i) - mean - columns[training.column(i)];
        }
        rows[row] = (float) (rowSum / (training.count(row) + DAMPING));
      }
    }
    return new BiasBaseline(mean, rows, columns);
  }

  /** The unclipped prediction. */
  public double predict(int row, int column) {
    return globalMean + rowBiases[row] + columnBiases[column];
  }
}
