package io.autorec.server.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;

/** A histogram with fixed upper bounds. Safe for use by several threads. */
final class Buckets {
  private final double perUnit;
  private final long[] bounds;
  private final LongAdder[] counts;
  private final LongAdder sum = new LongAdder();

  private Buckets(double perUnit, long... bounds) {
    this.perUnit = perUnit;
    this.bounds = bounds;
    this.counts = new LongAdder[bounds.length + 1];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new LongAdder();
    }
  }

  /**
   * Makes a histogram of plain numbers.
   *
   * @param bounds the upper bounds, ascending; a last bucket counts all above them
   */
  static Buckets of(long... bounds) {
    return new Buckets(1, bounds.clone());
  }

  /**
   * Makes a histogram of durations, which are added in nanoseconds and shown in seconds.
   *
   * @param boundsMicros the upper bounds, ascending; a last bucket counts all above them
   */
  static Buckets ofDurations(long... boundsMicros) {
    return new Buckets(1e9, LongStream.of(boundsMicros).map(micros -> micros * 1000).toArray());
  }

  void add(long value) {
    int bucket = 0;
    while (bucket < bounds.length && value > bounds[bucket]) {
      bucket++;
    }
    counts[bucket].increment();
    sum.add(value);
  }

  /** Returns the number of values. */
  long count() {
    return LongStream.range(0, counts.length).map(i -> counts[(int) i].sum()).sum();
  }

  /** Returns the sum of the values, in the unit in which they were added. */
  long total() {
    return sum.sum();
  }

  /** Returns the sum of the values, in the unit in which they are shown. */
  double sum() {
    return sum.sum() / perUnit;
  }

  /** Returns the number of values in each bucket. */
  long[] counts() {
    return LongStream.range(0, counts.length).map(i -> counts[(int) i].sum()).toArray();
  }

  /**
   * Estimates a quantile of some values, as Prometheus does: evenly spread within a bucket, and the
   * last bound for those above it.
   *
   * @param share from 0 to 1
   * @param counted the number of values in each bucket
   * @return in the unit in which they are shown; empty if there are no values
   */
  OptionalDouble quantile(double share, long[] counted) {
    long all = LongStream.of(counted).sum();
    if (all == 0) {
      return OptionalDouble.empty();
    }
    double rank = share * all;
    long below = 0;
    for (int i = 0; i < bounds.length; i++) {
      if (below + counted[i] >= rank && counted[i] > 0) {
        double low = i == 0 ? 0 : bounds[i - 1];
        double part = (rank - below) / counted[i];
        return OptionalDouble.of((low + part * (bounds[i] - low)) / perUnit);
      }
      below += counted[i];
    }
    return OptionalDouble.of(bounds[bounds.length - 1] / perUnit);
  }

  ClassicHistogramBuckets snapshot() {
    ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
    for (int i = 0; i < counts.length; i++) {
      double bound = i < bounds.length ? bounds[i] / perUnit : Double.POSITIVE_INFINITY;
      buckets.bucket(bound, counts[i].sum());
    }
    return buckets.build();
  }
}
