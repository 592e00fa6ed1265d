package io.autorec.server.endpoint;

import com.netflix.concurrency.limits.limit.AbstractLimit;
import java.time.Duration;

/**
 * As many calls as are answered within a target on average. What is answered in a second is about
 * the same whatever waits, once there is enough to fill batches; so by Little's law the number
 * under way that makes calls take the target is the number that were, times target over what they
 * took.
 *
 * <p>It is to be told the average of many calls at a time.
 */
final class LatencyLimit extends AbstractLimit {
  /** The most by which one step lowers it: a single slow moment is no trend. */
  private static final double FALL = 0.5;

  /** The most by which one step raises it. */
  private static final double RISE = 1.25;

  private final double targetNanos;
  private final int least;
  private final int most;

  /**
   * @param least it never falls below
   * @param most it begins with, and never exceeds
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
      // Else it is no limit: nothing is known of a larger one.
      next = Math.max(limit, Math.min(fitting, limit * RISE + 1));
    }
    return (int) Math.max(least, Math.min(most, next));
  }
}
