package io.autorec.bench.serve;

import com.google.protobuf.MessageLite;
import io.grpc.CallOptions;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Sends a workload's requests over a few connections. Safe for use by several threads.
 *
 * <p>Answers are read on the connections' own threads: no thread of the load generator changes
 * hands for a call.
 */
final class Client<Q extends MessageLite, A> implements Calls, AutoCloseable {
  private static final int CONNECTIONS = 4;
  private static final long DEADLINE_SECONDS = 10;
  private static final int MAX_ANSWER_BYTES = 64 << 20;

  private final Workload<Q, A> workload;
  private final List<ManagedChannel> channels = new ArrayList<>();

  /** Opens connections to HOST:PORT, in plain text. */
  Client(String target, Workload<Q, A> workload) {
    this.workload = workload;
    for (int i = 0; i < CONNECTIONS; i++) {
      channels.add(
          Grpc.newChannelBuilder(target, InsecureChannelCredentials.create())
              .directExecutor()
              .maxInboundMessageSize(MAX_ANSWER_BYTES)
              .build());
    }
  }

  @Override
  public void send(long slot, long number, Ending ending) {
    ManagedChannel channel = channels.get((int) (slot % CONNECTIONS));
    ClientCalls.asyncUnaryCall(
        channel.newCall(workload.method(), options()), request(number), new Answer(ending));
  }

  /**
   * Asks the first requests, one after the other, and returns the answer of median size.
   *
   * @throws io.grpc.StatusRuntimeException if one is refused
   */
  byte[] typicalAnswer(int requests) throws IOException {
    List<byte[]> answers = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      A answer =
          ClientCalls.blockingUnaryCall(channels.get(0), workload.method(), options(), request(i));
      answers.add(workload.method().streamResponse(answer).readAllBytes());
    }
    answers.sort(Comparator.comparingInt(answer -> answer.length));
    return answers.get(requests / 2);
  }

  private Q request(long number) {
    return workload.requests().get((int) (number % workload.requests().size()));
  }

  private static CallOptions options() {
    return CallOptions.DEFAULT.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
  }

  private final class Answer implements StreamObserver<A> {
    private final Ending ending;
    private boolean whole;

    Answer(Ending ending) {
      this.ending = ending;
    }

    @Override
    public void onNext(A answer) {
      whole = workload.whole().test(answer);
    }

    @Override
    public void onCompleted() {
      ending.ended(whole ? null : "an answer lacks what was asked for");
    }

    @Override
    public void onError(Throwable thrown) {
      Status status = Status.fromThrowable(thrown);
      ending.ended(status.getCode() + ": " + status.getDescription());
    }
  }
}
