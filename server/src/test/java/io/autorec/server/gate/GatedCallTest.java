package io.autorec.server.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.server.calls.Call;
import io.autorec.v1.AutoRecServiceGrpc;
import io.autorec.v1.PredictRequest;
import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** A call whose transport writes down what it is asked for, and whose timer is run by the test. */
class GatedCallTest {
  private final Transport transport = new Transport();
  private final List<Runnable> timers = new ArrayList<>();
  private final List<Long> waits = new ArrayList<>();
  private final UnreadAnswers unread = new UnreadAnswers(1 << 20);
  private final GatedCall<PredictRequest, InputStream> call =
      new GatedCall<>(
          transport,
          Call.of(Context.ROOT),
          unread.account(unread.transportReady(Attributes.EMPTY)),
          (nanos, action) -> {
            waits.add(nanos);
            timers.add(action);
          });

  @Test
  void request_isReadAtOnce_unlessItIsToBeLater() {
    call.request(1);
    call.pace(messages -> 10L * messages);
    call.request(2);
    assertEquals(List.of("request 1"), transport.asked);
    assertEquals(List.of(20L), waits);
    timers.forEach(Runnable::run);
    assertEquals(List.of("request 1", "request 2"), transport.asked);
  }

  @Test
  void delayedRequest_isForgotten_whenTheServerHasEndedItsThreads() {
    call.pace(messages -> 1);
    call.request(1);
    transport.ended = true;
    timers.forEach(Runnable::run);
    assertEquals(List.of(), transport.asked);
  }

  @Test
  void nothing_isSent_afterTheEnd() {
    call.close(Status.UNAVAILABLE, new Metadata());
    call.sendHeaders(new Metadata());
    call.sendMessage(answer(1));
    call.close(Status.OK, new Metadata());
    assertEquals(List.of("close UNAVAILABLE"), transport.asked);
  }

  @Test
  void end_isReportedOnce_whoeverBringsIt() {
    List<Status.Code> ends = new ArrayList<>();
    call.whenEnded(ends::add);
    call.cancelled();
    call.close(Status.OK, new Metadata());
    assertEquals(List.of(Status.Code.CANCELLED), ends);
  }

  @Test
  void end_isReportedAtOnce_whenItHasComeBefore() {
    List<Status.Code> ends = new ArrayList<>();
    call.close(Status.OK, new Metadata());
    call.whenEnded(ends::add);
    assertEquals(List.of(Status.Code.OK), ends);
  }

  @Test
  void answers_count_untilTheyHaveLeft() {
    call.sendMessage(answer(100));
    call.sendMessage(answer(10));
    assertEquals(110, unread.bytes());
    call.answersLeft();
    assertEquals(0, unread.bytes());
    call.sendMessage(answer(1));
    call.completed();
    assertEquals(0, unread.bytes());
  }

  @Test
  void answer_endsTheCall_whenThereIsNoRoomForIt() {
    List<Status.Code> ends = new ArrayList<>();
    call.whenEnded(ends::add);
    call.sendMessage(answer(1 << 19));
    call.sendMessage(answer(1));
    call.close(Status.OK, new Metadata());
    assertEquals(List.of("message", "close RESOURCE_EXHAUSTED"), transport.asked);
    assertEquals(List.of(Status.Code.RESOURCE_EXHAUSTED), ends);
  }

  @Test
  void description_isShortened_whenItIsTooLongForTrailers() {
    call.close(Status.NOT_FOUND.withDescription("x".repeat(10_000)), new Metadata());
    assertTrue(transport.description.length() < 1010, transport.description);
  }

  private static InputStream answer(int bytes) {
    return new ByteArrayInputStream(new byte[bytes]);
  }

  private static final class Transport extends ServerCall<PredictRequest, InputStream> {
    private final List<String> asked = new ArrayList<>();
    private String description = "";
    private boolean ended;

    @Override
    public void request(int messages) {
      if (ended) {
        throw new RejectedExecutionException("event executor terminated");
      }
      asked.add("request " + messages);
    }

    @Override
    public void sendHeaders(Metadata headers) {
      asked.add("headers");
    }

    @Override
    public void sendMessage(InputStream message) {
      asked.add("message");
    }

    @Override
    public void close(Status status, Metadata trailers) {
      asked.add("close " + status.getCode());
      description = String.valueOf(status.getDescription());
    }

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    @SuppressWarnings("unchecked") // Only the name is asked for.
    public MethodDescriptor<PredictRequest, InputStream> getMethodDescriptor() {
      return (MethodDescriptor<PredictRequest, InputStream>)
          (MethodDescriptor<?, ?>) AutoRecServiceGrpc.getPredictMethod();
    }
  }
}
