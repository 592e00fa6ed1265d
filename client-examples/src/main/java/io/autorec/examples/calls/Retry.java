package io.autorec.examples.calls;

import com.google.rpc.RetryInfo;
import io.grpc.Deadline;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Calls again when the server says that this may help, a few times at most and never past the
 * deadline.
 *
 * <ul>
 *   <li>RESOURCE_EXHAUSTED with a RetryInfo: overloaded; waits as long as the server asks. Without
 *       one the request is too large, and stays so.
 *   <li>UNAVAILABLE: draining or not reached; waits as long as the server asks, or else a doubling
 *       time.
 *   <li>Everything else would fail again in the same way.
 * </ul>
 *
 * All calls of this service only read, so calling twice is harmless. gRPC's own retry policy does
 * not read RetryInfo, therefore this loop.
 */
public final class Retry {

  /** The most attempts, the first included. */
  public static final int MAX_ATTEMPTS = 4;

  private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);
  private static final int MAX_DOUBLINGS = 4;

  /** Waits on the thread. An interrupt ends the wait and stays set. */
  public static final Sleeper SLEEP =
      delay -> {
        try {
          Thread.sleep(delay.toMillis());
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      };

  private final Sleeper sleeper;

  /** Makes a policy that waits by a sleeper. */
  public Retry(Sleeper sleeper) {
    this.sleeper = sleeper;
  }

  /** Makes the call, whose every attempt must itself be bound to the deadline. */
  public <T> T call(Deadline deadline, Supplier<T> call) {
    for (int attempt = 1; ; attempt++) {
      try {
        return call.get();
      } catch (StatusRuntimeException failure) {
        pause(failure, attempt, deadline);
      }
    }
  }

  /** Makes the call as often as the deadline allows, for a server that restarts. */
  <T> T callUntil(Deadline deadline, Supplier<T> call) {
    for (int attempt = 1; ; attempt++) {
      try {
        return call.get();
      } catch (StatusRuntimeException failure) {
        await(failure, attempt, deadline);
      }
    }
  }

  /** Waits before the next attempt; throws the failure if there should be none. */
  void pause(StatusRuntimeException failure, int attempts, Deadline deadline) {
    if (attempts >= MAX_ATTEMPTS) {
      throw failure;
    }
    await(failure, attempts, deadline);
  }

  private void await(StatusRuntimeException failure, int attempts, Deadline deadline) {
    Optional<Duration> delay = delayAfter(failure, attempts);
    if (delay.isEmpty() || !fits(delay.get(), deadline)) {
      throw failure;
    }
    sleeper.sleep(delay.get());
    if (Thread.currentThread().isInterrupted()) {
      throw failure;
    }
  }

  private static Optional<Duration> delayAfter(StatusRuntimeException failure, int attempt) {
    Status.Code code = failure.getStatus().getCode();
    if (code != Status.Code.RESOURCE_EXHAUSTED && code != Status.Code.UNAVAILABLE) {
      return Optional.empty();
    }
    Optional<Duration> asked =
        ErrorDetails.find(failure, RetryInfo.class)
            .map(RetryInfo::getRetryDelay)
            .map(delay -> Duration.ofSeconds(delay.getSeconds(), delay.getNanos()));
    if (asked.isEmpty() && code == Status.Code.UNAVAILABLE) {
      return Optional.of(FIRST_BACKOFF.multipliedBy(1L << Math.min(attempt - 1, MAX_DOUBLINGS)));
    }
    return asked;
  }

  private static boolean fits(Duration delay, Deadline deadline) {
    return delay.toMillis() < deadline.timeRemaining(TimeUnit.MILLISECONDS);
  }

  /** Waits, or in a test only counts. */
  public interface Sleeper {
    /** Waits for so long. */
    void sleep(Duration delay);
  }
}
