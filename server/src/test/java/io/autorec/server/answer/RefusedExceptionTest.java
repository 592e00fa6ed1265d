package io.autorec.server.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.autorec.server.answer.job.CallContext;
import io.autorec.server.batching.Outcome;
import io.autorec.server.tracing.CallTrace;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class RefusedExceptionTest {
  private static final CallContext ENDLESS = CallContext.unbounded();

  private static Refusal refusal(Outcome<?> outcome, CallContext call) {
    return assertThrows(RefusedException.class, () -> RefusedException.completed(outcome, call))
        .refusal();
  }

  @Test
  void completed_returnsTheValue_whenTheJobRan() {
    assertEquals("value", RefusedException.completed(new Outcome.Completed<>("value"), ENDLESS));
  }

  @Test
  void completed_throwsByOutcome_whenItDidNot() {
    Throwable cause = new IllegalStateException("expected");
    assertEquals(
        new Refusal.Overloaded(40_000_000), refusal(new Outcome.Overloaded<>(40_000_000), ENDLESS));
    assertEquals(new Refusal.Expired(), refusal(new Outcome.Expired<>(), ENDLESS));
    assertEquals(new Refusal.Cancelled(), refusal(new Outcome.Cancelled<>(), ENDLESS));
    assertEquals(new Refusal.ShuttingDown(), refusal(new Outcome.Closed<>(), ENDLESS));
    assertEquals(new Refusal.Failure(cause), refusal(new Outcome.Failed<>(cause), ENDLESS));
  }

  @Test
  void completed_isExpired_whenTheDeadlineCancelledTheCall() {
    CallContext late =
        new CallContext(System.nanoTime() - 1, () -> true, CallTrace.NONE, model -> {});
    assertEquals(new Refusal.Expired(), refusal(new Outcome.Cancelled<>(), late));
  }

  @Test
  void refusalIn_looksThroughFutures_andTakesOthersForFailures() {
    Refusal refusal = new Refusal.ShuttingDown();
    assertEquals(
        refusal,
        RefusedException.refusalIn(new CompletionException(new RefusedException(refusal))));
    Throwable other = new IllegalStateException("expected");
    assertEquals(new Refusal.Failure(other), RefusedException.refusalIn(other));
  }
}
