package io.autorec.trainer.times;

import java.util.Arrays;

/**
 * The times of ratings, in the order of their table; {@link Timestamps#NONE} for one without a
 * time.
 *
 * <p>A time takes 8 bytes. They are kept only where they are asked for. Immutable.
 */
public final class RatingTimes {
  /** No times were kept. */
  public static final RatingTimes NOT_KEPT = new RatingTimes(new double[0]);

  private final double[] times;

  private RatingTimes(double[] times) {
    this.times = times;
  }

  /** Makes times that own the array: the caller must not use it again. */
  public static RatingTimes owning(double[] times) {
    return new RatingTimes(times);
  }

  /** Number of ratings whose times were kept. */
  public int size() {
    return times.length;
  }

  /** Time of rating {@code i}. */
  public double time(int i) {
    return times[i];
  }

  /** Number of ratings that have a time. */
  public int known() {
    int known = 0;
    for (double time : times) {
      known += time == Timestamps.NONE ? 0 : 1;
    }
    return known;
  }

  /** All times, ascending. */
  public double[] sorted() {
    double[] sorted = times.clone();
    Arrays.parallelSort(sorted);
    return sorted;
  }
}
