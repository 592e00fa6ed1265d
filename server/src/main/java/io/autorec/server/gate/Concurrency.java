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
 * Limits the calls of each method under way to as many as are answered within a target. The limit
 * is adjusted ten times a second ({@link LatencyLimit}). Methods are counted apart, since some take
 * a hundred times longer than others.
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
   * @param target time in which calls are to be answered; zero: no limit
   * @param least lowest limit, which keeps the batch workers busy
   * @param most highest limit, and the first
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

  /** Time in which calls are to be answered, and after which a refused caller may retry. */
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
