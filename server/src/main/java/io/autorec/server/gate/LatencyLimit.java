package io.autorec.server.gate;

import com.netflix.concurrency.limits.limit.AbstractLimit;
import java.time.Duration;

/**
 * Finds the number of calls in flight at which the mean latency is the target.
 *
 * <p>Once there are enough calls to fill batches, the throughput hardly depends on their number.
 * Little's law then gives the limit: {@code calls in flight * target / mean latency}.
 *
 * <p>Each update must be the mean of many calls.
 */
final class LatencyLimit extends AbstractLimit {
  /** The largest step down, since one slow moment is no trend. */
  private static final double FALL = 0.5;

  /** The largest step up. */
  private static final double RISE = 1.25;

  private final double targetNanos;
  private final int least;
  private final int most;

  /**
   * @param least the lowest limit
   * @param most the highest limit, which is also the first
   */
  LatencyLimit(Duration target, int least, int most) {
    super(most);
    this.targetNanos = target.toNanos();
    this.least = least;
    this.most = most;
  }

  @Override
  protected int _update(long startNanos, long nanos, int underWay, boolean dropped) {
    int limit = getLimit();
    double fitting = underWay * targetNanos / Math.max(1, nanos);
    double next = limit;
    if (nanos > targetNanos) {
      next = Math.max(fitting, limit * FALL);
    } else if (underWay * 2 >= limit) {
      // With fewer calls under way, nothing is known of a higher limit.
      next = Math.max(limit, Math.min(fitting, limit * RISE + 1));
    }
    return (int) Math.max(least, Math.min(most, next));
  }
}
