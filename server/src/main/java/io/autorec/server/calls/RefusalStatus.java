package io.autorec.server.calls;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.protobuf.util.Durations;
import com.google.rpc.BadRequest;
import com.google.rpc.RetryInfo;
import io.autorec.server.answer.Refusal;
import io.autorec.server.request.Violation;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import java.util.Objects;

/** Translates a {@link Refusal} into a gRPC status with its details, short enough for trailers. */
public final class RefusalStatus {
  // Clients accept 8 KiB of trailers, and base 64 adds a third.
  private static final int MAX_VIOLATIONS = 10;
  private static final int MAX_TEXT_BYTES = 200;
  private static final int MAX_ADVICE_BYTES = 1000;
  private static final long MAX_RETRY_MILLIS = 10_000;

  private RefusalStatus() {}

  /** The status of a refusal, with field violations or the time to retry in its trailers. */
  public static StatusRuntimeException of(Refusal refusal) {
    if (refusal instanceof Refusal.InvalidRequest invalid) {
      return withDetails(
          refusal, BadRequest.newBuilder().addAllFieldViolations(fieldViolations(invalid)).build());
    }
    if (refusal instanceof Refusal.Temporary temporary) {
      return withDetails(
          refusal,
          RetryInfo.newBuilder()
              .setRetryDelay(Durations.fromMillis(retryMillis(temporary.waitNanos())))
              .build());
    }
    return code(refusal).toStatus().withDescription(description(refusal)).asRuntimeException();
  }

  private static StatusRuntimeException withDetails(Refusal refusal, Message details) {
    return StatusProto.toStatusRuntimeException(
        com.google.rpc.Status.newBuilder()
            .setCode(code(refusal).value())
            .setMessage(description(refusal))
            .addDetails(Any.pack(details))
            .build());
  }

  /**
   * Ends a call with a refusal before it was started. The listener ignores everything that follows.
   */
  public static <T> ServerCall.Listener<T> close(ServerCall<T, ?> call, Refusal refusal) {
    StatusRuntimeException status = of(refusal);
    call.close(
        status.getStatus(), Objects.requireNonNullElseGet(status.getTrailers(), Metadata::new));
    return new ServerCall.Listener<>() {};
  }

  /** The status code of a refusal. */
  public static Status.Code code(Refusal refusal) {
    return switch (refusal.kind()) {
      case INVALID -> Status.Code.INVALID_ARGUMENT;
      case NOT_FOUND -> Status.Code.NOT_FOUND;
      case FAILED_PRECONDITION -> Status.Code.FAILED_PRECONDITION;
      case OVERLOADED -> Status.Code.RESOURCE_EXHAUSTED;
      case UNAVAILABLE -> Status.Code.UNAVAILABLE;
      case UNAUTHENTICATED -> Status.Code.UNAUTHENTICATED;
      case NOT_ALLOWED -> Status.Code.PERMISSION_DENIED;
      case EXPIRED -> Status.Code.DEADLINE_EXCEEDED;
      case CANCELLED -> Status.Code.CANCELLED;
      case FAILURE -> Status.Code.INTERNAL;
    };
  }

  /** The description of a refusal, shortened. */
  public static String description(Refusal refusal) {
    if (refusal instanceof Refusal.InvalidRequest invalid) {
      Violation first = invalid.violations().get(0);
      int others = invalid.violations().size() - 1;
      return shorten(first.field())
          + ": "
          + shorten(first.message())
          + (others == 0 ? "" : " and " + others + " more");
    }
    return ShortText.of(
        refusal.message(),
        refusal.kind() == Refusal.Kind.FAILED_PRECONDITION ? MAX_ADVICE_BYTES : MAX_TEXT_BYTES);
  }

  /** The first violations of a request, shortened. */
  public static List<BadRequest.FieldViolation> fieldViolations(Refusal.InvalidRequest invalid) {
    return invalid.violations().stream()
        .limit(MAX_VIOLATIONS)
        .map(
            violation ->
                BadRequest.FieldViolation.newBuilder()
                    .setField(shorten(violation.field()))
                    .setDescription(shorten(violation.message()))
                    .build())
        .toList();
  }

  /** The wait in whole milliseconds, rounded up, within bounds. */
  private static long retryMillis(long waitNanos) {
    return Math.max(1, Math.min(MAX_RETRY_MILLIS, waitNanos / 1_000_000 + 1));
  }

  private static String shorten(String text) {
    return ShortText.of(text, MAX_TEXT_BYTES);
  }
}
