package io.autorec.server.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autorec.server.answer.job.CallContext;
import io.autorec.server.batching.NotRunException;
import io.autorec.server.batching.NotRunException.Reason;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class RefusedExceptionTest {
  private static final CallContext ENDLESS = CallContext.unbounded();

  private static Refusal refusal(Reason reason, CallContext call) {
    Throwable thrown = new NotRunException(reason, 40_000_000);
    return RefusedException.refusalIn(new CompletionException(thrown), call);
  }

  @Test
  void refusalIn_saysWhyAJobDidNotRun() {
    assertEquals(Refusal.overloaded(40_000_000), refusal(Reason.OVERLOADED, ENDLESS));
    assertEquals(Refusal.EXPIRED, refusal(Reason.EXPIRED, ENDLESS));
    assertEquals(Refusal.CANCELLED, refusal(Reason.CANCELLED, ENDLESS));
    assertEquals(Refusal.SHUTTING_DOWN, refusal(Reason.CLOSED, ENDLESS));
  }

  @Test
  void refusalIn_isExpired_whenTheDeadlineCancelledTheCall() {
    CallContext late = new CallContext(System.nanoTime() - 1, () -> true, null, model -> {});
    assertEquals(Refusal.EXPIRED, refusal(Reason.CANCELLED, late));
  }

  @Test
  void refusalIn_looksThroughFutures_andTakesOthersForFailures() {
    Refusal refusal = Refusal.SHUTTING_DOWN;
    assertEquals(
        refusal,
        RefusedException.refusalIn(new CompletionException(new RefusedException(refusal))));
    Throwable other = new IllegalStateException("expected");
    assertEquals(new Refusal.Failure(other), RefusedException.refusalIn(other));
  }
}
