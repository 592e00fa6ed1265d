package io.autorec.bench.load;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Counts calls, their latencies and how late they were sent. Safe for use by several threads. */
public final class Tally {
  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final int DIGITS = 3;

  private final Histogram latencyNanos = new ConcurrentHistogram(LONGEST_NANOS, DIGITS);
  private final Histogram lateNanos = new ConcurrentHistogram(LONGEST_NANOS, DIGITS);
  private final LongAdder failed = new LongAdder();
  private final AtomicReference<@Nullable String> failure = new AtomicReference<>();

  /** Counts a good call. */
  public void succeed(long nanos) {
    record(latencyNanos, nanos);
  }

  /** Records by how much a call was sent late. */
  public void sentLate(long nanos) {
    record(lateNanos, nanos);
  }

  /** Counts calls that failed or were never sent; keeps the first reason. */
  public void fail(long calls, String reason) {
    failed.add(calls);
    failure.compareAndSet(null, reason);
  }

  /** Good calls so far. */
  public long succeeded() {
    return latencyNanos.getTotalCount();
  }

  /** Calls that failed so far. */
  public long failed() {
    return failed.sum();
  }

  /** The reason of the first failure. */
  public Optional<String> failure() {
    return Optional.ofNullable(failure.get());
  }

  /**
   * Latency that a share of the good calls did not exceed, in milliseconds; NaN if none was good.
   */
  public double millis(double percentile) {
    return millis(latencyNanos, percentile);
  }

  /**
   * By how much a share of the calls was late at most, in milliseconds; NaN if none had a time at
   * which it was due.
   */
  public double lateMillis(double percentile) {
    return millis(lateNanos, percentile);
  }

  private static void record(Histogram histogram, long nanos) {
    histogram.recordValue(Math.max(1, Math.min(nanos, LONGEST_NANOS)));
  }

  private static double millis(Histogram histogram, double percentile) {
    return histogram.getTotalCount() == 0
        ? Double.NaN
        : histogram.getValueAtPercentile(percentile) / 1e6;
  }
}
