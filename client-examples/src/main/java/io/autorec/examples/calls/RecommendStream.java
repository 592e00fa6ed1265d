package io.autorec.examples.calls;

import io.autorec.v1.RecommendRequest;
import io.autorec.v1.RecommendStreamResponse;
import io.grpc.Deadline;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One RecommendStream call, whose requests are pushed and whose answers are pulled.
 *
 * <ul>
 *   <li>A request is made and sent only while gRPC is ready for it. Requests that are sent whether
 *       or not it is ready pile up in this process.
 *   <li>At most {@link #WINDOW} answers wait here. One more is asked for when one is taken, so a
 *       caller that is slow to take them slows the server down.
 * </ul>
 *
 * <p>gRPC calls the observer's methods and the ready handler one at a time; {@link #next} belongs
 * to one other thread.
 */
public final class RecommendStream
    implements ClientResponseObserver<RecommendRequest, RecommendStreamResponse> {

  /** Enough for the server to run a full batch while this side writes the one before. */
  public static final int WINDOW = 128;

  private final Iterator<RecommendRequest> requests;

  // INVARIANT: at most WINDOW answers, and the end.
  private final BlockingQueue<Arrival> arrived = new LinkedBlockingQueue<>();

  private @Nullable ClientCallStreamObserver<RecommendRequest> call;
  private boolean allSent;

  /** Takes what to send, in its order, a request at a time. */
  RecommendStream(Iterator<RecommendRequest> requests) {
    this.requests = requests;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<RecommendRequest> started) {
    call = started;
    started.disableAutoRequestWithInitial(WINDOW);
    started.setOnReadyHandler(() -> send(started));
  }

  /** Called whenever gRPC becomes ready, the first time when the call starts. */
  private void send(ClientCallStreamObserver<RecommendRequest> ready) {
    while (!allSent && ready.isReady()) {
      if (requests.hasNext()) {
        ready.onNext(requests.next());
      } else {
        allSent = true;
        ready.onCompleted();
      }
    }
  }

  @Override
  public void onNext(RecommendStreamResponse answer) {
    arrived.add(new Arrival(answer, null));
  }

  @Override
  public void onError(Throwable thrown) {
    arrived.add(
        new Arrival(
            null,
            thrown instanceof StatusRuntimeException failure
                ? failure
                : Status.fromThrowable(thrown).asRuntimeException()));
  }

  @Override
  public void onCompleted() {
    arrived.add(new Arrival(null, null));
  }

  /** Returns true if {@link #next} would have to wait. */
  boolean isIdle() {
    return arrived.isEmpty();
  }

  /**
   * Waits for the next answer; empty when the server has ended the stream in good order.
   *
   * @throws StatusRuntimeException when the call has failed, or nothing came before the deadline
   */
  Optional<RecommendStreamResponse> next(Deadline deadline) {
    Arrival next = poll(deadline);
    if (next == null) {
      throw Status.DEADLINE_EXCEEDED
          .withDescription("the stream is open, but no answer came in time")
          .asRuntimeException();
    }
    if (next.failure != null) {
      throw next.failure;
    }
    if (next.answer != null && call != null) {
      call.request(1);
    }
    return Optional.ofNullable(next.answer);
  }

  private @Nullable Arrival poll(Deadline deadline) {
    try {
      return arrived.poll(deadline.timeRemaining(TimeUnit.NANOSECONDS), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Status.CANCELLED.withCause(e).asRuntimeException();
    }
  }

  /** An answer, a failure, or neither: the end in good order. */
  private record Arrival(
      @Nullable RecommendStreamResponse answer, @Nullable StatusRuntimeException failure) {}
}
