package io.autorec.server.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.server.fixture.HeldJob;
import io.autorec.server.fixture.RawBytes;
import io.autorec.server.fixture.StreamCall;
import io.autorec.v1.AutoRecServiceGrpc;
import io.autorec.v1.FieldViolation;
import io.autorec.v1.PredictRequest;
import io.autorec.v1.PredictStreamResponse;
import io.autorec.v1.RatingVector;
import io.autorec.v1.RecommendRequest;
import io.autorec.v1.RecommendStreamResponse;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamsIT {
  private static final int AMPLE_QUEUE = 4096;
  private static final int SMALL_QUEUE = 8;

  @TempDir private Path repository;

  /** A request that is told from others by its answer. */
  private static PredictRequest numbered(int number) {
    return Requests.predict(Requests.sparse("i0", 3, "x" + number, 4));
  }

  private static void expectNumbers(List<PredictStreamResponse> answers) {
    for (int i = 0; i < answers.size(); i++) {
      PredictStreamResponse answer = answers.get(i);
      assertTrue(answer.hasResponse(), answer::toString);
      assertEquals(
          List.of("x" + i), answer.getResponse().getPredictions(0).getUnknownIdsList(), "at " + i);
    }
  }

  @Test
  void predictStream_answersInOrder_withErrorsInTheirPlaces() throws Exception {
    PredictRequest bad = numbered(0).toBuilder().addIds("i1").addIds("i1").build();
    try (StreamedModel model = new StreamedModel(repository, AMPLE_QUEUE)) {
      StreamCall<PredictRequest, PredictStreamResponse> stream = model.predictStream();
      for (int i = 0; i < 1000; i++) {
        stream.send(i % 7 == 3 ? bad : numbered(i));
      }
      stream.halfClose();
      List<PredictStreamResponse> answers = stream.take(1000);
      assertEquals(Status.Code.OK, stream.end());

      Status unary =
          assertThrows(StatusRuntimeException.class, () -> model.blockingStub().predict(bad))
              .getStatus();
      for (int i = 0; i < 1000; i++) {
        PredictStreamResponse answer = answers.get(i);
        if (i % 7 == 3) {
          assertEquals(unary.getCode().value(), answer.getError().getCode());
          assertEquals(unary.getDescription(), answer.getError().getMessage());
          assertEquals(
              List.of("ids[1]"),
              answer.getError().getFieldViolationsList().stream()
                  .map(FieldViolation::getField)
                  .toList());
        } else {
          assertEquals(
              model.blockingStub().predict(numbered(i)), answer.getResponse(), "answer " + i);
        }
      }
    }
  }

  @Test
  void recommendStream_goesOn_afterAnUnknownUser() throws Exception {
    try (StreamedModel model = new StreamedModel(repository, AMPLE_QUEUE)) {
      StreamCall<RecommendRequest, RecommendStreamResponse> stream =
          StreamCall.start(model.stub()::recommendStream, true);
      for (String user : List.of("u0", "stranger", "u1")) {
        stream.send(RecommendRequest.newBuilder().setUserId(user).build());
      }
      stream.halfClose();
      List<RecommendStreamResponse> answers = stream.take(3);

      assertEquals(Status.Code.OK, stream.end());
      assertEquals(
          model.blockingStub().recommend(RecommendRequest.newBuilder().setUserId("u0").build()),
          answers.get(0).getResponse());
      assertEquals(Status.Code.NOT_FOUND.value(), answers.get(1).getError().getCode());
      assertTrue(answers.get(2).hasResponse());
    }
  }

  @Test
  void predictStream_ends_withoutRequests() throws Exception {
    try (StreamedModel model = new StreamedModel(repository, AMPLE_QUEUE)) {
      StreamCall<PredictRequest, PredictStreamResponse> stream = model.predictStream();
      stream.halfClose();
      assertEquals(Status.Code.OK, stream.end());
    }
  }

  @Test
  void predictStream_stopsReading_whenAnswersAreNotTaken() throws Exception {
    int requests = 5000;
    // At least 1000 bytes in the answer too: the client's window and gRPC's buffer of 32 KiB hold
    // fewer than 100.
    RatingVector large = Requests.sparse("i0", 3, "x".repeat(1000), 4);
    try (StreamedModel model = new StreamedModel(repository, AMPLE_QUEUE)) {
      StreamCall<PredictRequest, PredictStreamResponse> stream =
          StreamCall.start(model.stub()::predictStream, false);
      for (int i = 0; i < requests; i++) {
        stream.send(Requests.predict(large));
      }
      stream.halfClose();
      model.awaitConsumed(1);

      int consumed = model.awaitStill();
      assertTrue(consumed <= 100 + AnswerStream.WINDOW_ROWS, () -> "consumed: " + consumed);

      stream.read();
      stream.take(requests);
      assertEquals(Status.Code.OK, stream.end());
      assertEquals(requests, model.consumed());
    }
  }

  @Test
  void predictStream_readsNoMoreThanTheWindow_whenTheModelIsBusy() throws Exception {
    try (StreamedModel model = new StreamedModel(repository, AMPLE_QUEUE)) {
      HeldJob held = model.hold();
      StreamCall<PredictRequest, PredictStreamResponse> stream = model.predictStream();
      for (int i = 0; i < 500; i++) {
        stream.send(numbered(i));
      }
      stream.halfClose();
      model.awaitConsumed(AnswerStream.WINDOW_ROWS);
      int consumed = model.awaitStill();
      held.release();

      assertEquals(AnswerStream.WINDOW_ROWS, consumed);
      expectNumbers(stream.take(500));
      assertEquals(Status.Code.OK, stream.end());
    }
  }

  @Test
  void predictStream_countsRows_whenRequestsHaveMany() throws Exception {
    RatingVector[] rows = new RatingVector[20];
    java.util.Arrays.fill(rows, Requests.sparse("i0", 3));
    try (StreamedModel model = new StreamedModel(repository, AMPLE_QUEUE)) {
      HeldJob held = model.hold();
      StreamCall<PredictRequest, PredictStreamResponse> stream = model.predictStream();
      for (int i = 0; i < 50; i++) {
        stream.send(Requests.predict(rows));
      }
      int most = AnswerStream.WINDOW_ROWS / 20 + 1;
      model.awaitConsumed(most);
      int consumed = model.awaitStill();
      held.release();

      assertEquals(most, consumed);
      stream.take(50);
    }
  }

  @Test
  void predictStream_waits_whenTheQueueIsFullOfItsOwn() throws Exception {
    try (StreamedModel model = new StreamedModel(repository, SMALL_QUEUE)) {
      HeldJob held = model.hold();
      StreamCall<PredictRequest, PredictStreamResponse> stream = model.predictStream();
      for (int i = 0; i < 300; i++) {
        stream.send(numbered(i));
      }
      stream.halfClose();
      model.awaitConsumed(SMALL_QUEUE + 1);
      int consumed = model.awaitStill();
      held.release();

      assertEquals(SMALL_QUEUE + 1, consumed);
      expectNumbers(stream.take(300));
      assertEquals(Status.Code.OK, stream.end());
    }
  }

  @Test
  void predictStream_waits_whenTheQueueIsFullOfOthers() throws Exception {
    try (StreamedModel model = new StreamedModel(repository, SMALL_QUEUE)) {
      HeldJob held = model.hold();
      CompletableFuture<Void> refused = new CompletableFuture<>();
      for (int i = 0; i <= SMALL_QUEUE; i++) {
        model
            .futureStub()
            .predict(numbered(i))
            .addListener(() -> refused.complete(null), Runnable::run);
      }
      refused.get(30, TimeUnit.SECONDS);
      StreamCall<PredictRequest, PredictStreamResponse> stream = model.predictStream();
      stream.send(numbered(0));
      stream.halfClose();
      model.awaitConsumed(1);
      held.release();

      expectNumbers(stream.take(1));
      assertEquals(Status.Code.OK, stream.end());
    }
  }

  @Test
  void predictStream_leavesTheServerServing_whenCancelled() throws Exception {
    try (StreamedModel model = new StreamedModel(repository, SMALL_QUEUE)) {
      HeldJob held = model.hold();
      StreamCall<PredictRequest, PredictStreamResponse> cancelled = model.predictStream();
      for (int i = 0; i < 100; i++) {
        cancelled.send(numbered(i));
      }
      model.awaitConsumed(SMALL_QUEUE + 1);
      cancelled.cancel();
      assertTrue(model.awaitCancelled());
      held.release();

      expectServed(model);
      assertEquals(SMALL_QUEUE + 1 + 50, model.consumed());
    }
  }

  @Test
  void predictStream_endsAtItsDeadline_andLeavesTheServerServing() throws Exception {
    try (StreamedModel model = new StreamedModel(repository, SMALL_QUEUE)) {
      // Connects, so that the deadline is spent at the server.
      expectServed(model);
      HeldJob held = model.hold();
      StreamCall<PredictRequest, PredictStreamResponse> hurried =
          StreamCall.start(
              model.stub().withDeadlineAfter(2, TimeUnit.SECONDS)::predictStream, true);
      for (int i = 0; i < 100; i++) {
        hurried.send(numbered(i));
      }
      model.awaitConsumed(50 + SMALL_QUEUE + 1);
      assertEquals(Status.Code.DEADLINE_EXCEEDED, hurried.end());
      assertTrue(model.awaitCancelled());
      held.release();

      expectServed(model);
      assertEquals(50 + SMALL_QUEUE + 1 + 50, model.consumed());
    }
  }

  @Test
  void predictStream_answersWhatItHasRead_thenEnds_whenTheServerDrains() throws Exception {
    try (StreamedModel model = new StreamedModel(repository, SMALL_QUEUE)) {
      HeldJob held = model.hold();
      StreamCall<PredictRequest, PredictStreamResponse> busy = model.predictStream();
      for (int i = 0; i < 100; i++) {
        busy.send(numbered(i));
      }
      // One of them is parked.
      model.awaitConsumed(SMALL_QUEUE + 1);
      model.drain();
      held.release();

      expectNumbers(busy.take(SMALL_QUEUE + 1));
      assertEquals(Status.Code.UNAVAILABLE, busy.end());
    }
  }

  private static void expectServed(StreamedModel model) throws Exception {
    StreamCall<PredictRequest, PredictStreamResponse> stream = model.predictStream();
    for (int i = 0; i < 50; i++) {
      stream.send(numbered(i));
    }
    stream.halfClose();
    expectNumbers(stream.take(50));
    assertEquals(Status.Code.OK, stream.end());
  }

  @Test
  void predictStream_isInvalid_whenARequestIsNoMessage() throws Exception {
    MethodDescriptor<byte[], PredictStreamResponse> method =
        AutoRecServiceGrpc.getPredictStreamMethod().toBuilder(
                new RawBytes(), AutoRecServiceGrpc.getPredictStreamMethod().getResponseMarshaller())
            .build();
    try (StreamedModel model = new StreamedModel(repository, AMPLE_QUEUE)) {
      StreamCall<byte[], PredictStreamResponse> stream =
          StreamCall.start(
              answers ->
                  ClientCalls.asyncBidiStreamingCall(
                      model.streamChannel().newCall(method, CallOptions.DEFAULT), answers),
              true);
      stream.send(numbered(0).toByteArray());
      expectNumbers(stream.take(1));
      HeldJob held = model.hold();
      stream.send(numbered(1).toByteArray());
      stream.send(new byte[] {0x12, 3, (byte) 0xff, (byte) 0xfe});

      assertEquals(Status.Code.INVALID_ARGUMENT, stream.end());
      // The answer that is still to come finds nobody to take it.
      held.release();
      expectServed(model);
      assertFalse(model.streamChannel().isShutdown());
    }
  }
}
