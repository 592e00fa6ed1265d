package io.autorec.server.endpoint;

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
 * How many calls of each method may be under way: as many as are answered within a target, which is
 * found anew ten times a second ({@link LatencyLimit}). Methods are counted apart, since some take
 * a hundred times longer than others.
 *
 * <p>Safe for use by several threads.
 */
public final class Concurrency {
  /** Lets all calls in. */
  static final Concurrency UNLIMITED = new Concurrency(Duration.ZERO, 1, 1);

  private static final long WINDOW_MILLIS = 100;

  private final Duration target;
  private final int least;
  private final int most;
  private final LongSupplier nanoClock;
  private final Map<String, SimpleLimiter<Void>> limiters = new ConcurrentHashMap<>();

  /**
   * @param target in which calls are to be answered; zero: nothing is limited
   * @param least never fewer are let in: what keeps the batch workers busy
   * @param most never more, and how many at first
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

  /** In which calls are to be answered, which is also when to come back. */
  Duration target() {
    return target;
  }

  /** The limit of a method; empty if there is none. */
  Optional<AbstractLimiter<Void>> of(String method) {
    return target.isZero()
        ? Optional.empty()
        : Optional.of(limiters.computeIfAbsent(method, missing -> limiter()));
  }

  /** Whether as many calls are under way as a limit lets in. */
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
