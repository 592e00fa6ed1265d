package io.autorec.server.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How many calls each caller may make: so many a second, and that many at once after a second
 * without any. Callers that stay away are forgotten, at a time when their second is full again, so
 * that it makes no difference. Safe for use by several threads.
 */
public final class CallRates {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** Of a few hundred bytes each. */
  private static final int MOST_CALLERS = 100_000;

  private final Cache<String, Bucket> buckets;
  private final Bandwidth rate;
  private final LongSupplier nanoTime;

  /**
   * @param callsPerSecond for each caller
   * @param nanoTime the clock
   */
  public CallRates(int callsPerSecond, LongSupplier nanoTime) {
    this.rate =
        Bandwidth.builder().capacity(callsPerSecond).refillGreedy(callsPerSecond, SECOND).build();
    this.nanoTime = nanoTime;
    this.buckets =
        Caffeine.newBuilder()
            .maximumSize(MOST_CALLERS)
            .expireAfterAccess(SECOND.multipliedBy(60))
            .ticker(nanoTime::getAsLong)
            .build();
  }

  /**
   * Counts a call, if it may be made now.
   *
   * @return 0, or in how many nanoseconds the caller may make one
   */
  public long tryCall(String caller) {
    return bucket(caller).tryConsumeAndReturnRemaining(1).getNanosToWaitForRefill();
  }

  /**
   * Counts calls that are made as soon as they may.
   *
   * @return in how many nanoseconds that is
   */
  public long delay(String caller, int calls) {
    return bucket(caller).consumeIgnoringRateLimits(calls);
  }

  /** How many callers are remembered. */
  long callers() {
    buckets.cleanUp();
    return buckets.estimatedSize();
  }

  private Bucket bucket(String caller) {
    return buckets.get(
        caller,
        name ->
            Bucket.builder().addLimit(rate).withCustomTimePrecision(new Clock(nanoTime)).build());
  }

  private record Clock(LongSupplier nanoTime) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      return nanoTime.getAsLong();
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }
}
