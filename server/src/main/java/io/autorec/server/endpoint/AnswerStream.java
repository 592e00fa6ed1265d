package io.autorec.server.endpoint;

import io.autorec.server.answer.Refusal;
import io.autorec.server.answer.Serving;
import io.autorec.v1.StreamError;
import io.grpc.Context;
import io.grpc.SynchronizationContext;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Answers many requests in one call, each as a call of its own would be answered.
 *
 * <ul>
 *   <li>Answers, or the errors in their place, are sent in the order of the requests.
 *   <li>Requests are read one at a time, and only while fewer than {@link #WINDOW_ROWS} rows are
 *       unanswered, none of them is parked, and the client takes answers.
 *   <li>A request that finds the queue full is parked. It is tried again when another request of
 *       the stream has been answered, or after a while if there is none.
 *   <li>A deadline, a cancel or a shutdown ends the whole call, after the answers before it.
 * </ul>
 *
 * <p>Safe for use by several threads, which take turns. Requests are checked on the call's thread,
 * outside of turns, except when they are tried again.
 *
 * @param <Q> the request
 * @param <R> its answer
 * @param <M> a message that holds an answer or an error
 */
final class AnswerStream<Q, R, M> implements StreamObserver<Q> {
  /** Two full batches of the default size: one runs while the other fills. */
  static final int WINDOW_ROWS = 128;

  private static final Executor LATER =
      CompletableFuture.delayedExecutor(10, TimeUnit.MILLISECONDS);

  /**
   * A method of the service that streams.
   *
   * @param rows counts the rows of a request
   * @param handler answers a request, or throws
   * @param answer builds the message of an answer
   * @param error builds the message of an error
   */
  record Method<Q, R, M>(
      ToIntFunction<Q> rows,
      Function<Q, CompletableFuture<R>> handler,
      Function<R, M> answer,
      Function<StreamError, M> error) {}

  private final Method<Q, R, M> method;
  private final Serving serving;
  private final ServerCallStreamObserver<M> call;
  private final Context context = Context.current();
  private final Runnable onDrain;
  private final SynchronizationContext turns =
      new SynchronizationContext((thread, thrown) -> end(Reply.refusal(thrown, this.context)));

  // Touched in turns only.
  // INVARIANT: rows is the sum over unanswered; while one is parked, another runs or a retry is
  // due.
  private final ArrayDeque<Unanswered<Q, M>> unanswered = new ArrayDeque<>();
  private int rows;
  private int running;
  private int parked;
  private boolean reading;
  private boolean halfClosed;
  private boolean draining;
  private boolean ended;

  private AnswerStream(Method<Q, R, M> method, Serving serving, ServerCallStreamObserver<M> call) {
    this.method = method;
    this.serving = serving;
    this.call = call;
    this.onDrain = () -> turns.execute(this::drain);
  }

  /** Opens the stream of a call. The handler of the call uses this. */
  static <Q, R, M> StreamObserver<Q> open(
      StreamObserver<M> observer, Serving serving, Method<Q, R, M> method) {
    AnswerStream<Q, R, M> stream =
        new AnswerStream<>(method, serving, (ServerCallStreamObserver<M>) observer);
    stream.call.disableAutoRequest();
    stream.call.setOnReadyHandler(() -> stream.turns.execute(stream::advance));
    stream.call.setOnCancelHandler(() -> stream.turns.execute(stream::stop));
    stream.call.setOnCloseHandler(() -> stream.turns.execute(stream::stop));
    serving.whenDraining(stream.onDrain);
    stream.turns.execute(stream::advance);
    return stream;
  }

  @Override
  public void onNext(Q request) {
    Unanswered<Q, M> next = new Unanswered<>(request, Math.max(1, method.rows.applyAsInt(request)));
    turns.execute(
        () -> {
          reading = false;
          unanswered.add(next);
          rows += next.rows;
          running++;
        });
    CompletableFuture<R> unused = submit(next);
    turns.execute(this::advance);
  }

  @Override
  public void onCompleted() {
    turns.execute(
        () -> {
          halfClosed = true;
          advance();
        });
  }

  @Override
  public void onError(Throwable thrown) {
    turns.execute(this::stop);
  }

  private CompletableFuture<R> submit(Unanswered<Q, M> next) {
    CompletableFuture<R> answer;
    // A retry runs on a thread without the call's context, which has the deadline.
    Context before = context.attach();
    try {
      answer = method.handler.apply(next.request);
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedFuture(e);
    } finally {
      context.detach(before);
    }
    CompletableFuture<R> unused =
        answer.whenComplete((value, thrown) -> turns.execute(() -> settle(next, value, thrown)));
    return answer;
  }

  private void settle(Unanswered<Q, M> next, @Nullable R value, @Nullable Throwable thrown) {
    running--;
    if (value != null) {
      next.message = method.answer.apply(value);
    } else {
      Refusal refusal =
          Reply.refusal(thrown == null ? new IllegalStateException("no answer") : thrown, context);
      switch (refusal.kind()) {
        case OVERLOADED -> {
          park(next);
          return;
        }
        case EXPIRED, CANCELLED, UNAVAILABLE -> next.end = refusal;
        default -> next.message = method.error.apply(Responses.error(refusal));
      }
    }
    retry();
    advance();
  }

  private void park(Unanswered<Q, M> refused) {
    refused.parked = true;
    parked++;
    if (running == 0) {
      LATER.execute(() -> turns.execute(this::retry));
    }
  }

  /** Tries the parked requests again, oldest first, until one is refused. */
  private void retry() {
    if (ended || parked == 0) {
      return;
    }
    for (Unanswered<Q, M> next : unanswered) {
      if (next.parked) {
        next.parked = false;
        parked--;
        running++;
        if (submit(next).isCompletedExceptionally()) {
          return;
        }
      }
    }
  }

  /** Sends the answers that are due, then ends the call or reads another request. */
  private void advance() {
    while (!ended && !unanswered.isEmpty() && unanswered.element().settled() && call.isReady()) {
      Unanswered<Q, M> next = unanswered.remove();
      rows -= next.rows;
      if (next.message != null) {
        call.onNext(next.message);
      } else if (next.end != null) {
        end(next.end);
      }
    }
    if (ended) {
      return;
    }
    if (unanswered.isEmpty() && halfClosed) {
      stop();
      call.onCompleted();
    } else if (unanswered.isEmpty() && draining) {
      end(Refusal.SHUTTING_DOWN);
    } else if (!reading
        && !halfClosed
        && !draining
        && parked == 0
        && rows < WINDOW_ROWS
        && call.isReady()) {
      reading = true;
      call.request(1);
    }
  }

  private void drain() {
    draining = true;
    advance();
  }

  private void end(Refusal refusal) {
    if (!ended) {
      stop();
      Reply.refuse(call, refusal);
    }
  }

  private void stop() {
    ended = true;
    unanswered.clear();
    serving.forget(onDrain);
  }

  private static final class Unanswered<Q, M> {
    private final Q request;
    private final int rows;
    private boolean parked;
    private @Nullable M message;
    private @Nullable Refusal end;

    Unanswered(Q request, int rows) {
      this.request = request;
      this.rows = rows;
    }

    boolean settled() {
      return message != null || end != null;
    }
  }
}
