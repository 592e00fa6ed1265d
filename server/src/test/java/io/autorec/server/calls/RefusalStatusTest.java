package io.autorec.server.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.util.Durations;
import com.google.rpc.BadRequest;
import com.google.rpc.RetryInfo;
import io.autorec.server.answer.Refusal;
import io.autorec.server.request.Violation;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusalStatusTest {
  private static Status.Code code(Refusal refusal) {
    return RefusalStatus.of(refusal).getStatus().getCode();
  }

  @Test
  void of_codeByRefusal() {
    assertEquals(Status.Code.RESOURCE_EXHAUSTED, code(Refusal.overloaded(40_000_000)));
    assertEquals(Status.Code.DEADLINE_EXCEEDED, code(Refusal.EXPIRED));
    assertEquals(Status.Code.CANCELLED, code(Refusal.CANCELLED));
    assertEquals(Status.Code.UNAVAILABLE, code(Refusal.SHUTTING_DOWN));
    assertEquals(
        Status.Code.INTERNAL, code(new Refusal.Failure(new IllegalStateException("expected"))));
  }

  @Test
  void of_saysWhenToRetry_whenOverloaded() throws Exception {
    StatusRuntimeException e = RefusalStatus.of(Refusal.overloaded(40_000_000));

    RetryInfo retry = StatusProto.fromThrowable(e).getDetails(0).unpack(RetryInfo.class);
    assertEquals(41, Durations.toMillis(retry.getRetryDelay()));
  }

  @Test
  void of_staysSmall_whenViolationsAreMany() throws Exception {
    for (String character : List.of("m", "\u65e5", "\ud83c\udfac")) {
      List<Violation> many =
          Collections.nCopies(5000, new Violation("f".repeat(999), character.repeat(9999)));

      StatusRuntimeException e = RefusalStatus.of(new Refusal.InvalidRequest(many));

      assertEquals(Status.Code.INVALID_ARGUMENT, e.getStatus().getCode());
      // In base 64 with the message beside it, below the 8 KiB that clients accept.
      BadRequest details = StatusProto.fromThrowable(e).getDetails(0).unpack(BadRequest.class);
      assertTrue(details.getSerializedSize() < 5000, character + details.getSerializedSize());
    }
  }
}
