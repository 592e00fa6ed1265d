package io.autorec.server.endpoint;

import io.autorec.server.answer.Refusal;
import io.autorec.server.answer.RefusedException;
import io.autorec.server.calls.Call;
import io.autorec.server.calls.RefusalStatus;
import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a call with the answer of a use case, or with the status of its refusal. */
final class Reply {
  private static final Logger log = LoggerFactory.getLogger(Reply.class);

  private Reply() {}

  /**
   * Runs a use case and sends its answer when it is ready.
   *
   * @param message builds the message of an answer
   */
  static <A, M> void send(
      StreamObserver<M> observer, Supplier<CompletableFuture<A>> useCase, Function<A, M> message) {
    mayBeCancelled(observer);
    Context context = Context.current();
    CompletableFuture<M> answer;
    try {
      answer = useCase.get().thenApply(message);
    } catch (RuntimeException e) {
      refuse(observer, refusal(e, context));
      return;
    }
    CompletableFuture<M> unused =
        answer.whenComplete(
            (value, thrown) -> {
              if (thrown == null) {
                observer.onNext(value);
                observer.onCompleted();
              } else {
                refuse(observer, refusal(thrown, context));
              }
            });
  }

  /** Makes gRPC drop answers to a cancelled call, instead of throwing. */
  static void mayBeCancelled(StreamObserver<?> observer) {
    if (observer instanceof ServerCallStreamObserver<?> call) {
      call.setOnCancelHandler(() -> {});
    }
  }

  /** Ends a call with a refusal. */
  static void refuse(StreamObserver<?> observer, Refusal refusal) {
    observer.onError(RefusalStatus.of(refusal));
  }

  /** The refusal in an exception that ends a request. Failures are logged here, and only here. */
  static Refusal refusal(Throwable thrown, Context context) {
    Refusal refusal = RefusedException.refusalIn(thrown);
    if (refusal instanceof Refusal.Failure failure) {
      log.atError()
          .addKeyValue("request_id", Call.of(context).requestId())
          .setCause(failure.cause())
          .log("a call failed");
    }
    return refusal;
  }
}
