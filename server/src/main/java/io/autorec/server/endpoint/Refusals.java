package io.autorec.server.endpoint;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.Durations;
import com.google.rpc.BadRequest;
import com.google.rpc.RetryInfo;
import io.autorec.model.Orientation;
import io.autorec.server.batching.Outcome;
import io.autorec.server.calls.Call;
import io.autorec.server.metrics.ModelMetrics;
import io.autorec.server.metrics.ModelMetrics.BadInput;
import io.autorec.server.repository.LoadedModel;
import io.autorec.server.request.ShortText;
import io.autorec.server.request.Violation;
import io.autorec.v1.StreamError;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a call that gets no answer is told. */
final class Refusals {
  private static final Logger log = LoggerFactory.getLogger(Refusals.class);

  // Trailers have a limit of 8 KiB at most clients, and grow by a third in base 64.
  private static final int MAX_VIOLATIONS = 10;
  private static final int MAX_TEXT_BYTES = 200;
  private static final int MAX_ADVICE_BYTES = 1000;
  private static final long MOST_RETRY_MILLIS = 10_000;
  private static final long UNREAD_NANOS = 1_000_000_000;

  private Refusals() {}

  /** Throws if anything is wrong with the request. */
  static void requireNone(List<Violation> violations) {
    if (violations.isEmpty()) {
      return;
    }
    BadRequest.Builder details = BadRequest.newBuilder();
    for (Violation violation : violations.subList(0, Math.min(MAX_VIOLATIONS, violations.size()))) {
      details
          .addFieldViolationsBuilder()
          .setField(shorten(violation.field()))
          .setDescription(shorten(violation.message()));
    }
    Violation first = violations.get(0);
    String more = violations.size() == 1 ? "" : " and " + (violations.size() - 1) + " more";
    throw StatusProto.toStatusRuntimeException(
        com.google.rpc.Status.newBuilder()
            .setCode(Status.Code.INVALID_ARGUMENT.value())
            .setMessage(shorten(first.field()) + ": " + shorten(first.message()) + more)
            .addDetails(Any.pack(details.build()))
            .build());
  }

  /**
   * The same of a request that a model was asked, which counts that and what it leaves out.
   *
   * @param unknownIds of the request, which are no violations
   */
  static void requireNone(LoadedModel model, List<Violation> violations, int unknownIds) {
    if (unknownIds > 0) {
      model.metrics().badInput(BadInput.UNKNOWN_ID, unknownIds);
    }
    violations.forEach(violation -> model.metrics().badInput(violation.kind(), 1));
    requireNone(violations);
  }

  static StatusRuntimeException notFound(String what) {
    return Status.NOT_FOUND.withDescription(shorten(what)).asRuntimeException();
  }

  /** What a call is told of a user or an item that the model does not know. */
  static StatusRuntimeException unknown(Orientation kind, String id, LoadedModel model) {
    model
        .metrics()
        .badInput(kind == Orientation.USER ? BadInput.UNKNOWN_USER : BadInput.UNKNOWN_ID, 1);
    return notFound(kind + " \"" + id + "\": unknown to model \"" + model.name() + "\"");
  }

  static StatusRuntimeException failedPrecondition(String what) {
    return Status.FAILED_PRECONDITION
        .withDescription(ShortText.of(what, MAX_ADVICE_BYTES))
        .asRuntimeException();
  }

  static StatusRuntimeException loading() {
    return Status.UNAVAILABLE.withDescription("the server is loading").asRuntimeException();
  }

  /** What a call is told by a server that has had no model since it started: to try again. */
  static StatusRuntimeException noModelYet() {
    return Status.UNAVAILABLE
        .withDescription("the server waits for its first model (ListModels shows what is bad)")
        .asRuntimeException();
  }

  static StatusRuntimeException shuttingDown() {
    return Status.UNAVAILABLE.withDescription("the server is shutting down").asRuntimeException();
  }

  /** What became of a job that brought no value. */
  static StatusRuntimeException of(Outcome<?> outcome, Context context) {
    if (outcome instanceof Outcome.Overloaded<?> overloaded) {
      return overloaded(overloaded.drainNanos());
    }
    if (outcome instanceof Outcome.Expired<?>) {
      return expired();
    }
    if (outcome instanceof Outcome.Cancelled<?>) {
      return cancelled(context);
    }
    if (outcome instanceof Outcome.Closed<?>) {
      return shuttingDown();
    }
    return internal(
        outcome instanceof Outcome.Failed<?> failed
            ? failed.cause()
            : new IllegalStateException("outcome: " + outcome),
        context);
  }

  /**
   * What a call is told that cannot be answered in time.
   *
   * @param drainNanos until what waits should be done
   */
  static StatusRuntimeException overloaded(long drainNanos) {
    return exhausted("too much is waiting to answer in time; retry later", drainNanos);
  }

  /**
   * What a call is told whose caller calls too often.
   *
   * @param waitNanos until the caller may call
   */
  static StatusRuntimeException tooOften(long waitNanos) {
    return exhausted("more calls than this caller may make; retry later", waitNanos);
  }

  /** What a call is told whose client, or all together, do not read answers. */
  static StatusRuntimeException unread() {
    return exhausted("too many answers wait to be read; read them, or retry later", UNREAD_NANOS);
  }

  private static StatusRuntimeException exhausted(String why, long waitNanos) {
    return StatusProto.toStatusRuntimeException(
        com.google.rpc.Status.newBuilder()
            .setCode(Status.Code.RESOURCE_EXHAUSTED.value())
            .setMessage(why)
            .addDetails(
                Any.pack(
                    RetryInfo.newBuilder()
                        .setRetryDelay(Durations.fromMillis(retryMillis(waitNanos)))
                        .build()))
            .build());
  }

  /** The same whatever is wrong with what the caller showed. */
  static StatusRuntimeException unauthenticated() {
    return Status.UNAUTHENTICATED
        .withDescription("unknown caller (expected: authorization: Bearer TOKEN)")
        .asRuntimeException();
  }

  static StatusRuntimeException notAllowed() {
    return Status.PERMISSION_DENIED
        .withDescription("this caller may not call this service")
        .asRuntimeException();
  }

  /** What became of a call whose caller has gone, or whose time is over. */
  static StatusRuntimeException cancelled(Context context) {
    Deadline deadline = context.getDeadline();
    return deadline != null && deadline.isExpired()
        ? expired()
        : Status.CANCELLED.withDescription("cancelled by the caller").asRuntimeException();
  }

  private static StatusRuntimeException expired() {
    return Status.DEADLINE_EXCEEDED
        .withDescription("the deadline passed in the queue")
        .asRuntimeException();
  }

  /** What metrics count a failure as. */
  static ModelMetrics.Reason reason(Throwable thrown) {
    if (!(cause(thrown) instanceof StatusRuntimeException refusal)) {
      return ModelMetrics.Reason.BACKEND;
    }
    return switch (refusal.getStatus().getCode()) {
      case RESOURCE_EXHAUSTED, UNAVAILABLE -> ModelMetrics.Reason.REJECTED;
      case CANCELLED, DEADLINE_EXCEEDED -> ModelMetrics.Reason.CANCELED;
      case INTERNAL, UNKNOWN -> ModelMetrics.Reason.BACKEND;
      default -> ModelMetrics.Reason.OTHER;
    };
  }

  /** Ends a call by a refusal; what becomes of it from then on is nobody's concern. */
  static <T> ServerCall.Listener<T> refuse(ServerCall<T, ?> call, StatusRuntimeException refusal) {
    call.close(
        refusal.getStatus(), Objects.requireNonNullElseGet(refusal.getTrailers(), Metadata::new));
    return new ServerCall.Listener<>() {};
  }

  private static Throwable cause(Throwable thrown) {
    return thrown instanceof CompletionException && thrown.getCause() != null
        ? thrown.getCause()
        : thrown;
  }

  /** The status that was thrown, or a fault of ours. */
  static StatusRuntimeException of(Throwable thrown, Context context) {
    Throwable cause = cause(thrown);
    return cause instanceof StatusRuntimeException refusal ? refusal : internal(cause, context);
  }

  /** The same where it does not end the call. */
  static StreamError streamError(StatusRuntimeException refusal) {
    com.google.rpc.Status status = StatusProto.fromThrowable(refusal);
    StreamError.Builder error =
        StreamError.newBuilder().setCode(status.getCode()).setMessage(status.getMessage());
    for (Any detail : status.getDetailsList()) {
      if (detail.is(BadRequest.class)) {
        addViolations(error, detail);
      }
    }
    return error.build();
  }

  private static void addViolations(StreamError.Builder error, Any badRequest) {
    try {
      for (BadRequest.FieldViolation violation :
          badRequest.unpack(BadRequest.class).getFieldViolationsList()) {
        error
            .addFieldViolationsBuilder()
            .setField(violation.getField())
            .setDescription(violation.getDescription());
      }
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("packed by requireNone", e);
    }
  }

  private static StatusRuntimeException internal(Throwable cause, Context context) {
    log.atError()
        .addKeyValue("request_id", Call.of(context).requestId())
        .setCause(cause)
        .log("a call failed");
    return Status.INTERNAL.withDescription("the model failed; see the log").asRuntimeException();
  }

  /** When what waits now should be done, in whole milliseconds. */
  private static long retryMillis(long drainNanos) {
    return Math.max(1, Math.min(MOST_RETRY_MILLIS, drainNanos / 1_000_000 + 1));
  }

  private static String shorten(String text) {
    return ShortText.of(text, MAX_TEXT_BYTES);
  }
}
