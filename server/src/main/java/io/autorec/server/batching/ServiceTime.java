package io.autorec.server.batching;

/**
 * Predicts the time of a run from its number of rows. The prediction is a line, {@code fixed +
 * perRow * rows}, fitted by least squares to the past runs. Each run counts {@value #MEMORY} times
 * as much as the next. Until runs of two sizes were seen, the prediction is their mean; before the
 * first run it is 0.
 *
 * <p>Not safe for use by several threads.
 */
final class ServiceTime {
  /** The last twenty runs have two thirds of the weight. */
  private static final double MEMORY = 0.95;

  /** Variance of the sizes, in rows squared, below which the slope cannot be estimated. */
  private static final double ONE_SIZE = 1e-3;

  private double weight;
  private double meanRows;
  private double meanNanos;
  private double rowsVariance;
  private double covariance;

  /** Learns from a run. */
  void observe(int rows, long nanos) {
    weight = MEMORY * weight + 1;
    double share = 1 / weight;
    double rowsOff = rows - meanRows;
    double nanosOff = nanos - meanNanos;
    meanRows += share * rowsOff;
    meanNanos += share * nanosOff;
    // Weighted form of Welford's update (West, 1979).
    rowsVariance = (1 - share) * (rowsVariance + share * rowsOff * rowsOff);
    covariance = (1 - share) * (covariance + share * rowsOff * nanosOff);
  }

  /** The expected time of a run. */
  long nanos(int rows) {
    if (rowsVariance < ONE_SIZE) {
      return (long) meanNanos;
    }
    // Between a constant time and one in proportion to the rows.
    double perRow = Math.min(Math.max(0, covariance / rowsVariance), meanNanos / meanRows);
    return (long) (meanNanos + perRow * (rows - meanRows));
  }
}
