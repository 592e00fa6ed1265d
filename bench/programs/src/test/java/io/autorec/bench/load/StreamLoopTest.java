package io.autorec.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.bench.serve.Answers;
import io.autorec.bench.serve.EchoServer;
import io.autorec.v1.RecommendRequest;
import io.autorec.v1.RecommendResponse;
import io.autorec.v1.RecommendStreamResponse;
import io.autorec.v1.Recommendation;
import io.autorec.v1.StreamError;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class StreamLoopTest {
  private static final RecommendResponse WHOLE =
      RecommendResponse.newBuilder()
          .addRecommendations(Recommendation.getDefaultInstance())
          .build();
  private static final Workload<RecommendRequest, RecommendResponse> WORKLOAD =
      new Workload<>(
          Methods.RECOMMEND,
          List.of(RecommendRequest.getDefaultInstance()),
          answer -> answer.getRecommendationsCount() > 0,
          answer -> List.of(),
          answer -> List.of());

  /** Moves on by a millisecond whenever it is looked at. */
  private final AtomicLong ticks = new AtomicLong(Long.MAX_VALUE - 50_000_000);

  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger streams = new AtomicInteger();

  @Test
  void run_countsEveryAnswer_whenTheServerAnswersAll() throws Exception {
    Timed timed = run(3, EchoServer.echo(Methods.RECOMMEND, WHOLE.toByteString().newInput()));
    // A look for each request and one for each answer.
    assertTrue(timed.tally().succeeded() > 100, timed.tally()::toString);
    assertEquals(0, timed.tally().failed());
    assertTrue(timed.seconds() >= 1);
  }

  @Test
  void run_opensSoManyStreams_whenSeveralAreAskedFor() throws Exception {
    Timed timed = run(3, answering(number -> wrap(WHOLE)));
    assertEquals(3, streams.get());
    assertEquals(asked.get(), timed.tally().succeeded());
  }

  @Test
  void run_countsAFailure_whenARequestIsAnsweredByAnError() throws Exception {
    StreamError error = StreamError.newBuilder().setCode(5).setMessage("who?").build();
    RecommendStreamResponse refusal = RecommendStreamResponse.newBuilder().setError(error).build();
    Timed timed = run(1, answering(number -> number == 7 ? refusal : wrap(WHOLE)));
    assertEquals(1, timed.tally().failed());
    assertEquals(asked.get() - 1, timed.tally().succeeded());
    assertEquals("NOT_FOUND: who?", timed.tally().failure().orElseThrow());
  }

  @Test
  void run_countsAFailure_whenAnAnswerLacksWhatWasAskedFor() throws Exception {
    RecommendStreamResponse hollow = wrap(RecommendResponse.getDefaultInstance());
    Timed timed = run(1, answering(number -> number == 7 ? hollow : wrap(WHOLE)));
    assertEquals(1, timed.tally().failed());
    assertEquals(Workload.NOT_WHOLE, timed.tally().failure().orElseThrow());
  }

  @Test
  void run_countsWhatIsUnanswered_whenTheStreamFails() throws Exception {
    Timed timed =
        run(
            1,
            answering(
                number -> {
                  if (number == 7) {
                    throw Status.UNAVAILABLE.withDescription("gone").asRuntimeException();
                  }
                  return wrap(WHOLE);
                }));
    assertEquals(6, timed.tally().succeeded());
    assertTrue(timed.tally().failed() >= 1);
    assertEquals("UNAVAILABLE: gone", timed.tally().failure().orElseThrow());
  }

  private interface Answers {
    RecommendStreamResponse of(int number);
  }

  private static RecommendStreamResponse wrap(RecommendResponse answer) {
    return Methods.RECOMMEND.wrap().apply(answer);
  }

  private ServerServiceDefinition answering(Answers answers) {
    return ServerServiceDefinition.builder(
            String.valueOf(Methods.RECOMMEND.stream().getServiceName()))
        .addMethod(
            Methods.RECOMMEND.stream(),
            ServerCalls.asyncBidiStreamingCall(caller -> new Answering(answers, caller)))
        .build();
  }

  private Timed run(int number, ServerServiceDefinition service)
      throws IOException, InterruptedException {
    Server server = InProcessServerBuilder.forName("streams").addService(service).build().start();
    ManagedChannel channel = InProcessChannelBuilder.forName("streams").directExecutor().build();
    try {
      return StreamLoop.run(
          List.of(channel),
          WORKLOAD,
          Methods.RECOMMEND,
          number,
          Duration.ofSeconds(1),
          new TickingClock());
    } finally {
      channel.shutdownNow();
      server.shutdownNow().awaitTermination();
    }
  }

  private final class TickingClock implements Clock {
    @Override
    public long nanos() {
      return ticks.addAndGet(1_000_000);
    }

    @Override
    public void awaitNanos(long time) {
      throw new UnsupportedOperationException();
    }
  }

  private final class Answering implements StreamObserver<RecommendRequest> {
    private final Answers answers;
    private final StreamObserver<RecommendStreamResponse> caller;

    Answering(Answers answers, StreamObserver<RecommendStreamResponse> caller) {
      this.answers = answers;
      this.caller = caller;
      streams.incrementAndGet();
    }

    @Override
    public void onNext(RecommendRequest request) {
      try {
        caller.onNext(answers.of(asked.incrementAndGet()));
      } catch (RuntimeException e) {
        caller.onError(e);
      }
    }

    @Override
    public void onError(Throwable thrown) {
      // The test is over.
    }

    @Override
    public void onCompleted() {
      caller.onCompleted();
    }
  }
}
