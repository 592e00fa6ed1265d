package io.autorec.examples.calls;

import io.autorec.v1.AutoRecServiceGrpc;
import io.autorec.v1.GetModelRequest;
import io.autorec.v1.ModelRef;
import io.autorec.v1.RecommendRequest;
import io.autorec.v1.RecommendStreamResponse;
import io.grpc.Channel;
import io.grpc.Deadline;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Asks for many users through one stream. When it breaks, another stream goes on from the first
 * user without an answer. All answers come from one version of the model: the call fails if the
 * server no longer has it.
 */
public final class RecommendAll {

  private final Channel channel;
  private final Retry retry;
  private final Duration patience;
  private final ModelRef model;
  private final int top;

  /**
   * Prepares the calls.
   *
   * @param channel to the server; it should carry nothing else
   * @param retry how often a stream is opened without an answer, and the waits in between
   * @param patience how long to wait for one answer, retries included
   * @param model the exact version
   * @param top how many items for each user
   */
  public RecommendAll(Channel channel, Retry retry, Duration patience, ModelRef model, int top) {
    this.channel = channel;
    this.retry = retry;
    this.patience = patience;
    this.model = model;
    this.top = top;
  }

  /**
   * Asks for all users; returns when each has an answer.
   *
   * @throws StatusRuntimeException when going on makes no sense
   * @throws IOException from the sink
   */
  public void run(List<String> users, Sink sink) throws IOException {
    int attempts = 0;
    int answered = 0;
    Deadline deadline = nextAnswer();
    while (answered < users.size()) {
      attempts++;
      try {
        if (attempts > 1) {
          awaitModel(deadline);
        }
        RecommendStream stream = open(users.subList(answered, users.size()));
        while (answered < users.size()) {
          if (stream.isIdle()) {
            sink.flush();
          }
          Optional<RecommendStreamResponse> answer = stream.next(deadline);
          sink.add(users.get(answered), answer.orElseThrow(RecommendAll::endedEarly));
          answered++;
          attempts = 1;
          deadline = nextAnswer();
        }
      } catch (StatusRuntimeException failure) {
        retry.pause(failure, attempts, deadline);
        sink.interrupted(failure);
      }
    }
  }

  private RecommendStream open(List<String> users) {
    Iterator<RecommendRequest> requests =
        users.stream()
            .map(
                user ->
                    RecommendRequest.newBuilder()
                        .setModel(model)
                        .setUserId(user)
                        .setTopN(top)
                        .build())
            .iterator();
    RecommendStream stream = new RecommendStream(requests);
    // No deadline: gRPC's would cover the whole stream, however long the sink takes.
    AutoRecServiceGrpc.newStub(channel).recommendStream(stream);
    return stream;
  }

  /**
   * Waits for a server that restarts, and fails if it comes back without the model. While it loads
   * its models, it answers UNAVAILABLE.
   */
  private void awaitModel(Deadline deadline) {
    GetModelRequest request = GetModelRequest.newBuilder().setModel(model).build();
    retry.callUntil(
        deadline,
        () ->
            AutoRecServiceGrpc.newBlockingStub(channel)
                .withWaitForReady()
                .withDeadline(deadline)
                .getModel(request));
  }

  private Deadline nextAnswer() {
    return Deadline.after(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static StatusRuntimeException endedEarly() {
    return Status.INTERNAL
        .withDescription("the server ended the stream before the last answer")
        .asRuntimeException();
  }

  /** Takes the answers in the order of the users. It may be slow: the server then waits. */
  public interface Sink {
    /** Takes the answer for a user. */
    void add(String user, RecommendStreamResponse answer) throws IOException;

    /** No answer is waiting: a good time to hand on what has been written. */
    void flush() throws IOException;

    /** The stream broke, and another is about to be opened. */
    void interrupted(StatusRuntimeException failure);
  }
}
