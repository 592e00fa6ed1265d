package io.autorec.server.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Limits the rate of each caller's calls: a number of calls a second, and as many at once after a
 * second without calls. A caller that stays away is forgotten once its allowance is full again, so
 * forgetting changes nothing. Safe for use by several threads.
 */
public final class CallRates {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** Bounds the memory: a caller takes a few hundred bytes. */
  private static final int MOST_CALLERS = 100_000;

  private final Cache<String, Bucket> buckets;
  private final Bandwidth rate;
  private final LongSupplier nanoTime;

  /**
   * Makes the limits.
   *
   * @param callsPerSecond the allowance of each caller
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
   * Counts a call if the caller may make it now.
   *
   * @return 0, or the nanoseconds until the caller may make a call
   */
  public long tryCall(String caller) {
    return bucket(caller).tryConsumeAndReturnRemaining(1).getNanosToWaitForRefill();
  }

  /**
   * Counts calls that are delayed until the caller may make them.
   *
   * @return the nanoseconds of the delay
   */
  public long delay(String caller, int calls) {
    return bucket(caller).consumeIgnoringRateLimits(calls);
  }

  /** Returns the number of callers that are remembered. */
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
