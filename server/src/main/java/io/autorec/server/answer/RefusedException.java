package io.autorec.server.answer;

import io.autorec.server.answer.job.CallContext;
import io.autorec.server.batching.NotRunException;
import io.autorec.server.repository.version.LoadedModel;
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

  /** Refuses what a model cannot do. */
  static RefusedException unable(LoadedModel model, String why) {
    return new RefusedException(
        Refusal.failedPrecondition("model \"" + model.name() + "\" " + why));
  }

  /** Refuses to predict ratings by a model that was trained without any. */
  static RefusedException predictsNone(LoadedModel model, String expected) {
    return unable(
        model,
        "was trained on interactions without ratings, and predicts no ratings (expected: "
            + expected
            + ")");
  }

  /** Returns the refusal that an exception means; any other is a {@link Refusal.Failure}. */
  public static Refusal refusalIn(Throwable thrown) {
    Throwable cause = causeOf(thrown);
    if (cause instanceof NotRunException notRun) {
      return switch (notRun.reason()) {
        case OVERLOADED -> Refusal.overloaded(notRun.drainNanos());
        case EXPIRED -> Refusal.EXPIRED;
        case CANCELLED -> Refusal.CANCELLED;
        case CLOSED -> Refusal.SHUTTING_DOWN;
      };
    }
    return cause instanceof RefusedException refused ? refused.refusal : new Refusal.Failure(cause);
  }

  /** The same for a call whose deadline may be why it was cancelled. */
  static Refusal refusalIn(Throwable thrown, CallContext call) {
    Refusal refusal = refusalIn(thrown);
    return refusal.kind() == Refusal.Kind.CANCELLED && call.isExpired() ? Refusal.EXPIRED : refusal;
  }

  private static Throwable causeOf(Throwable thrown) {
    return thrown instanceof CompletionException && thrown.getCause() != null
        ? thrown.getCause()
        : thrown;
  }
}
