package io.autorec.server.endpoint;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.protobuf.util.Durations;
import com.google.rpc.BadRequest;
import com.google.rpc.RetryInfo;
import io.autorec.server.batching.Outcome;
import io.autorec.server.calls.CallObserver;
import io.autorec.server.calls.LoggedCalls;
import io.autorec.server.request.Violation;
import io.autorec.server.tracing.CallTraces;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RefusalsTest {
  private static Status.Code code(Outcome<?> outcome) {
    return Refusals.of(outcome, Context.ROOT).getStatus().getCode();
  }

  @Test
  void of_codeByOutcome() {
    assertEquals(Status.Code.RESOURCE_EXHAUSTED, code(new Outcome.Overloaded<>(40_000_000)));
    assertEquals(Status.Code.DEADLINE_EXCEEDED, code(new Outcome.Expired<>()));
    assertEquals(Status.Code.CANCELLED, code(new Outcome.Cancelled<>()));
    assertEquals(Status.Code.UNAVAILABLE, code(new Outcome.Closed<>()));
    assertEquals(
        Status.Code.INTERNAL, code(new Outcome.Failed<>(new IllegalStateException("expected"))));
  }

  @Test
  void of_saysWhenToRetry_whenOverloaded() throws Exception {
    StatusRuntimeException e = Refusals.of(new Outcome.Overloaded<>(40_000_000), Context.ROOT);

    RetryInfo retry = StatusProto.fromThrowable(e).getDetails(0).unpack(RetryInfo.class);
    assertEquals(41, Durations.toMillis(retry.getRetryDelay()));
  }

  @Test
  void requireNone_staysSmall_whenViolationsAreMany() throws Exception {
    assertDoesNotThrow(() -> Refusals.requireNone(List.of()));
    for (String character : List.of("m", "\u65e5", "\ud83c\udfac")) {
      List<Violation> many =
          Collections.nCopies(5000, new Violation("f".repeat(999), character.repeat(9999)));

      StatusRuntimeException e =
          assertThrows(StatusRuntimeException.class, () -> Refusals.requireNone(many));

      assertEquals(Status.Code.INVALID_ARGUMENT, e.getStatus().getCode());
      // In base 64 with the message beside it, below the 8 KiB that clients accept.
      BadRequest details = StatusProto.fromThrowable(e).getDetails(0).unpack(BadRequest.class);
      assertTrue(details.getSerializedSize() < 5000, character + details.getSerializedSize());
    }
  }

  @Test
  void fault_isLoggedWithItsCauseAndTheIdOfTheCall() {
    Metadata headers = new Metadata();
    headers.put(Metadata.Key.of("x-request-id", Metadata.ASCII_STRING_MARSHALLER), "order-7");
    Context call =
        new CallObserver(LoggedCalls.NONE, CallTraces.NONE)
            .newServerStreamTracer("any/Call", headers)
            .filterContext(Context.ROOT);
    Logger logger = (Logger) LoggerFactory.getLogger(Refusals.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    try {
      Object unused = Refusals.of(new IllegalStateException("expected"), call);
    } finally {
      logger.detachAppender(lines);
    }
    ILoggingEvent line = lines.list.get(0);
    assertEquals("expected", line.getThrowableProxy().getMessage());
    assertEquals("[request_id=\"order-7\"]", "" + line.getKeyValuePairs());
  }
}
