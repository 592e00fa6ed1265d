package io.autorec.bench.load;

import com.google.protobuf.MessageLite;
import io.autorec.v1.StreamError;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A few streams, each as full as the server lets it be: it reads no further while it has enough
 * unanswered. A request is sent only while gRPC takes it and {@link #WINDOW} are not unanswered;
 * the latency of one is the time in that pipe.
 *
 * @param <Q> the request
 * @param <A> its answer
 * @param <M> what holds an answer
 */
final class StreamLoop<Q extends MessageLite, A extends MessageLite, M> {
  /** Twice what the server has unanswered, so that it is the server that is waited for. */
  static final int WINDOW = 256;

  private static final long PATIENCE_SECONDS = 10;

  private final Workload<Q, A> workload;
  private final Methods<Q, A, M> methods;
  private final Clock clock;
  private final long endNanos;
  private final Tally tally = new Tally();
  private final AtomicLong sent = new AtomicLong();
  private final CountDownLatch open;

  private StreamLoop(
      Workload<Q, A> workload, Methods<Q, A, M> methods, int streams, Clock clock, long endNanos) {
    this.workload = workload;
    this.methods = methods;
    this.clock = clock;
    this.endNanos = endNanos;
    this.open = new CountDownLatch(streams);
  }

  /**
   * Keeps streams full for a while, and waits for the last answers.
   *
   * @param channels that they are spread over
   */
  static <Q extends MessageLite, A extends MessageLite, M> Timed run(
      List<? extends Channel> channels,
      Workload<Q, A> workload,
      Methods<Q, A, M> methods,
      int streams,
      Duration length,
      Clock clock)
      throws InterruptedException {
    long start = clock.nanos();
    StreamLoop<Q, A, M> loop =
        new StreamLoop<>(workload, methods, streams, clock, start + length.toNanos());
    CallOptions options =
        CallOptions.DEFAULT.withDeadlineAfter(
            length.plusSeconds(PATIENCE_SECONDS).toMillis(), TimeUnit.MILLISECONDS);
    for (int i = 0; i < streams; i++) {
      Channel channel = channels.get(i % channels.size());
      ClientCalls.asyncBidiStreamingCall(
          channel.newCall(methods.stream(), options), loop.new Stream());
    }
    loop.open.await();
    return new Timed(loop.tally, (clock.nanos() - start) / 1e9);
  }

  /** gRPC calls its methods, and the ready handler, one at a time. */
  private final class Stream implements ClientResponseObserver<Q, M> {
    private final ArrayDeque<Long> sentNanos = new ArrayDeque<>();
    private @Nullable ClientCallStreamObserver<Q> call;
    private boolean allSent;

    @Override
    public void beforeStart(ClientCallStreamObserver<Q> started) {
      call = started;
      started.setOnReadyHandler(this::send);
    }

    private void send() {
      ClientCallStreamObserver<Q> ready = call;
      while (ready != null && !allSent && ready.isReady() && sentNanos.size() < WINDOW) {
        long now = clock.nanos();
        if (now - endNanos >= 0) {
          allSent = true;
          ready.onCompleted();
        } else {
          sentNanos.add(now);
          ready.onNext(workload.request(sent.getAndIncrement()));
        }
      }
    }

    @Override
    public void onNext(M message) {
      Long since = sentNanos.poll();
      if (since == null) {
        throw new IllegalStateException("an answer that nothing was asked for");
      }
      StreamError error = methods.error().apply(message);
      if (error.getCode() != 0) {
        tally.fail(1, Status.fromCodeValue(error.getCode()).getCode() + ": " + error.getMessage());
      } else if (workload.whole().test(methods.answer().apply(message))) {
        tally.succeed(clock.nanos() - since);
      } else {
        tally.fail(1, Workload.NOT_WHOLE);
      }
      send();
    }

    @Override
    public void onError(Throwable thrown) {
      Status status = Status.fromThrowable(thrown);
      end(status.getCode() + ": " + status.getDescription());
    }

    @Override
    public void onCompleted() {
      end("the server ended the stream before the last answer");
    }

    private void end(String reason) {
      if (!sentNanos.isEmpty()) {
        tally.fail(sentNanos.size(), reason);
      }
      open.countDown();
    }
  }
}
