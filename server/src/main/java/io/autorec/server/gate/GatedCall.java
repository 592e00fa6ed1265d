package io.autorec.server.gate;

import io.autorec.server.answer.Refusal;
import io.autorec.server.calls.Call;
import io.autorec.server.calls.RefusalStatus;
import io.autorec.server.calls.ShortText;
import io.grpc.Context;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Wraps a call for all gates.
 *
 * <ul>
 *   <li>Any gate can close it at any time. Nothing is sent after its end.
 *   <li>Its headers and trailers carry its id, and error descriptions fit into trailers.
 *   <li>An answer for which {@link UnreadAnswers} has no room ends the call with a refusal.
 *   <li>Its requests are read at the pace of {@link #pace}.
 *   <li>Its end is reported once to {@link #whenEnded}.
 * </ul>
 *
 * <p>Safe for use by several threads.
 */
final class GatedCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
  /** Clients accept 8 KiB of trailers, in which a byte may become three. */
  private static final int MAX_DESCRIPTION_BYTES = 1000;

  /** Wraps each call, for the gates behind this one. */
  record Gate(UnreadAnswers unread) implements ServerInterceptor {
    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
        ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
      GatedCall<ReqT, RespT> gated =
          new GatedCall<>(call, Call.of(Context.current()), unread.account(call.getAttributes()));
      return new SimpleForwardingServerCallListener<>(next.startCall(gated, headers)) {
        @Override
        public void onReady() {
          gated.answersLeft();
          super.onReady();
        }

        @Override
        public void onCancel() {
          gated.cancelled();
          super.onCancel();
        }

        @Override
        public void onComplete() {
          gated.completed();
          super.onComplete();
        }
      };
    }
  }

  /** Runs an action after a while. */
  interface Timer {
    /** A timer on the clock of the machine. */
    Timer SYSTEM =
        (nanos, action) ->
            CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS).execute(action);

    void after(long nanos, Runnable action);
  }

  private final Call call;
  private final Timer timer;
  private volatile IntToLongFunction delayNanos = messages -> 0;

  // Guarded by this. INVARIANT: closed implies that ended is set.
  private final UnreadAnswers.Account unread;
  private boolean closed;
  private Status.@Nullable Code ended;
  private @Nullable Consumer<Status.Code> whenEnded;

  /**
   * @param delegate the transport's call
   * @param unread the account of its answers
   */
  GatedCall(ServerCall<Q, A> delegate, Call call, UnreadAnswers.Account unread) {
    this(delegate, call, unread, Timer.SYSTEM);
  }

  GatedCall(ServerCall<Q, A> delegate, Call call, UnreadAnswers.Account unread, Timer timer) {
    super(delegate);
    this.call = call;
    this.unread = unread;
    this.timer = timer;
  }

  /** The gated call that the first gate made of a call. */
  static <Q, A> GatedCall<Q, A> of(ServerCall<Q, A> call) {
    if (call instanceof GatedCall<Q, A> gated) {
      return gated;
    }
    throw new IllegalStateException("call: " + call + " (expected: one from GatedCall.Gate)");
  }

  synchronized boolean closed() {
    return closed;
  }

  /**
   * Runs an action at the end of the call, or now if it has ended. The action receives the status,
   * which is CANCELLED if the caller gave up. It must be quick.
   */
  synchronized void whenEnded(Consumer<Status.Code> action) {
    if (whenEnded != null) {
      throw new IllegalStateException("whenEnded: set twice (expected: once)");
    }
    whenEnded = action;
    if (ended != null) {
      action.accept(ended);
    }
  }

  /**
   * Slows down the reading of requests.
   *
   * @param delayNanos gives the delay before a number of further requests is read
   */
  void pace(IntToLongFunction delayNanos) {
    this.delayNanos = delayNanos;
  }

  @Override
  public void request(int messages) {
    long nanos = delayNanos.applyAsLong(messages);
    if (nanos == 0) {
      super.request(messages);
    } else {
      timer.after(nanos, () -> requestLate(messages));
    }
  }

  private void requestLate(int messages) {
    try {
      super.request(messages);
    } catch (RejectedExecutionException e) {
      // The server has ended its threads meanwhile, and this call with them.
    }
  }

  @Override
  public synchronized void sendHeaders(Metadata headers) {
    if (!closed) {
      call.writeTo(headers);
      super.sendHeaders(headers);
    }
  }

  @Override
  public synchronized void sendMessage(A message) {
    if (closed) {
      return;
    }
    if (unread.reserve(size(message))) {
      super.sendMessage(message);
    } else {
      Object unused = RefusalStatus.close(this, Refusal.UNREAD_ANSWERS);
    }
  }

  @Override
  public synchronized void close(Status status, Metadata trailers) {
    if (closed) {
      return;
    }
    closed = true;
    end(status.getCode());
    call.end(status.getCode(), trailers);
    String description = status.getDescription();
    super.close(
        description == null
            ? status
            : status.withDescription(ShortText.of(description, MAX_DESCRIPTION_BYTES)),
        trailers);
  }

  private void end(Status.Code code) {
    if (ended == null) {
      ended = code;
      if (whenEnded != null) {
        whenEnded.accept(code);
      }
    }
  }

  /** Records that the answers sent so far have left the server; of a stream, all but a few. */
  synchronized void answersLeft() {
    unread.release();
  }

  /** Records that the caller gave up or the connection broke. */
  synchronized void cancelled() {
    end(Status.Code.CANCELLED);
    unread.close();
  }

  /** Records that everything has been sent. */
  synchronized void completed() {
    unread.close();
  }

  /** The bytes of a message that is not parsed, or was written; 0 for any other. */
  static int size(Object message) {
    try {
      // An answer is written as it is sent, so only its length is known here.
      return message instanceof InputStream stream ? stream.available() : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
