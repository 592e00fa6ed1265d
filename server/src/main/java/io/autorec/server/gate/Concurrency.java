package io.autorec.server.gate;

import com.netflix.concurrency.limits.limit.WindowedLimit;
import com.netflix.concurrency.limits.limiter.AbstractLimiter;
import com.netflix.concurrency.limits.limiter.SimpleLimiter;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Limits the calls of each method in flight to as many as are answered within a target time. The
 * limit is updated ten times a second ({@link LatencyLimit}). Each method has its own limit, since
 * some take a hundred times longer than others.
 *
 * <p>Safe for use by several threads.
 */
public final class Concurrency {
  private static final long WINDOW_MILLIS = 100;

  private final Duration target;
  private final int least;
  private final int most;
  private final LongSupplier nanoClock;
  private final Map<String, SimpleLimiter<Void>> limiters = new ConcurrentHashMap<>();

  /**
   * @param target the time in which calls should be answered; zero: no limit
   * @param least the lowest limit, which keeps the batch workers busy
   * @param most the highest limit, which is also the first
   */
  public Concurrency(Duration target, int least, int most) {
    this(target, least, most, System::nanoTime);
  }

  Concurrency(Duration target, int least, int most, LongSupplier nanoClock) {
    this.target = target;
    this.least = least;
    this.most = Math.max(least, most);
    this.nanoClock = nanoClock;
  }

  /** The time in which calls should be answered, and after which a refused caller may retry. */
  Duration target() {
    return target;
  }

  /** The limiter of a method; empty if there is no limit. */
  Optional<AbstractLimiter<Void>> of(String method) {
    return target.isZero()
        ? Optional.empty()
        : Optional.of(limiters.computeIfAbsent(method, missing -> limiter()));
  }

  /** Returns true if no further call is allowed now. */
  static boolean isFull(AbstractLimiter<Void> limiter) {
    return limiter.getInflight() >= limiter.getLimit();
  }

  private SimpleLimiter<Void> limiter() {
    return SimpleLimiter.newBuilder()
        .nanoClock(nanoClock)
        .limit(
            WindowedLimit.newBuilder()
                .minWindowTime(WINDOW_MILLIS, TimeUnit.MILLISECONDS)
                .build(new LatencyLimit(target, least, most)))
        .build();
  }
}
