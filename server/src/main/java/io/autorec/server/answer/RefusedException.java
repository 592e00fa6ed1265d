package io.autorec.server.answer;

import io.autorec.server.answer.job.CallContext;
import io.autorec.server.batching.Outcome;
import java.util.concurrent.CompletionException;

/** Carries a {@link Refusal} as the failure of a use case or of its future. */
public final class RefusedException extends RuntimeException {
  private final transient Refusal refusal;

  /**
   * Carries a refusal.
   *
   * @param refusal why there is no answer
   */
  public RefusedException(Refusal refusal) {
    // No stack trace: refusals are frequent under load, and where one was made says nothing.
    super(refusal.message(), null, false, false);
    this.refusal = refusal;
  }

  /** The reason why there is no answer. */
  public Refusal refusal() {
    return refusal;
  }

  /** The refusal that an exception carries; any other exception is a {@link Refusal.Failure}. */
  public static Refusal refusalIn(Throwable thrown) {
    Throwable cause =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    return cause instanceof RefusedException refused ? refused.refusal : new Refusal.Failure(cause);
  }

  /**
   * Returns the value of a job that ran.
   *
   * @throws RefusedException if the job did not run
   */
  static <T> T completed(Outcome<T> outcome, CallContext call) {
    if (outcome instanceof Outcome.Completed<T> completed) {
      return completed.value();
    }
    throw new RefusedException(refusal(outcome, call));
  }

  private static Refusal refusal(Outcome<?> outcome, CallContext call) {
    if (outcome instanceof Outcome.Overloaded<?> overloaded) {
      return new Refusal.Overloaded(overloaded.drainNanos());
    }
    if (outcome instanceof Outcome.Expired<?>) {
      return new Refusal.Expired();
    }
    if (outcome instanceof Outcome.Cancelled<?>) {
      return call.isExpired() ? new Refusal.Expired() : new Refusal.Cancelled();
    }
    if (outcome instanceof Outcome.Closed<?>) {
      return new Refusal.ShuttingDown();
    }
    return new Refusal.Failure(
        outcome instanceof Outcome.Failed<?> failed
            ? failed.cause()
            : new IllegalStateException("outcome: " + outcome));
  }
}
