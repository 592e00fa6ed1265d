package io.autorec.trainer.evaluation;

import io.autorec.trainer.matrix.RatingMatrix;

/**
 * The user+item bias baseline: r = mean + rowBias + columnBias (Koren, Bell and Volinsky, Computer
 * 42(8), 2009, "Adding biases"), fitted by alternating damped means, see {@link DampedMeans}.
 *
 * <p>Biases are shrunk towards the bias of the average row or column, not towards that of the
 * average rating: what is rated seldom is often rated low. That of the average row is 0, since the
 * average column's holds it, too.
 *
 * @param globalMean mean of the training ratings
 * @param rowBiases [rows], 0 for rows without ratings
 * @param columnBiases [width], that of the average column for columns without ratings
 * @param averageColumn the bias of the average column
 * @param rowDamping the number of ratings as in the average row that are added to each row
 * @param columnDamping the number of ratings as in the average column that are added to each column
 */
public record BiasBaseline(
    double globalMean,
    float[] rowBiases,
    float[] columnBiases,
    double averageColumn,
    double rowDamping,
    double columnDamping) {
  private static final int ROUNDS = 12;

  /** Fits the baseline to the training ratings. */
  public static BiasBaseline fit(RatingMatrix training) {
    double sum = 0;
    for (int i = 0; i < training.size(); i++) {
      sum += training.rating(i);
    }
    double mean = sum / training.size();
    DampedMeans rows = new DampedMeans(training.rows());
    DampedMeans columns = new DampedMeans(training.width());
    double average = 0;
    for (int round = 0; round < ROUNDS; round++) {
      // Columns first, then rows: a row's bias is then exactly the one that RowTransform computes.
      for (int row = 0; row < training.rows(); row++) {
        for (int i = training.start(row); i < training.start(row + 1); i++) {
          columns.add(training.column(i), training.rating(i) - mean - average - rows.of(row));
        }
      }
      average += columns.fit();
      for (int row = 0; row < training.rows(); row++) {
        for (int i = training.start(row); i < training.start(row + 1); i++) {
          rows.add(row, training.rating(i) - mean - average - columns.of(training.column(i)));
        }
      }
      average += rows.fit();
    }
    return new BiasBaseline(
        mean, rows.above(0), columns.above(average), average, rows.damping(), columns.damping());
  }

  /** The unclipped prediction. */
  public double predict(int row, int column) {
    return globalMean + rowBiases[row] + columnBiases[column];
  }

  /**
   * The bias of a column that is not among those of the training ratings.
   *
   * @param rows the positions of the rows that it has ratings in
   */
  double columnBias(int[] rows, float[] ratings) {
    double sum = columnDamping * averageColumn;
    for (int i = 0; i < rows.length; i++) {
      sum += ratings[i] - globalMean - rowBiases[rows[i]];
    }
    return sum / (rows.length + columnDamping);
  }
}
