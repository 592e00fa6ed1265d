package io.autorec.server.batching;

/**
 * How long a run of some rows takes, learned from the runs so far: a line, fixed + perRow * rows,
 * by least squares over past runs, of which each counts {@value #MEMORY} of the one after it. Until
 * runs of two sizes were seen, every run is expected to take the mean; before the first, no time.
 *
 * <p>Not safe for use by several threads.
 */
final class ServiceTime {
  /** The last twenty runs make up two thirds of the weight. */
  private static final double MEMORY = 0.95;

  /** Variance of the sizes, in rows squared, below which they tell nothing of the slope. */
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

  /** What a run is expected to take. */
  long nanos(int rows) {
    if (rowsVariance < ONE_SIZE) {
      return (long) meanNanos;
    }
    // A run of more rows takes no less time, and one of fewer some part of it.
    double perRow = Math.min(Math.max(0, covariance / rowsVariance), meanNanos / meanRows);
    return (long) (meanNanos + perRow * (rows - meanRows));
  }
}
