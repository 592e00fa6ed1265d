package io.autorec.examples;

import com.google.rpc.BadRequest;
import io.autorec.examples.calls.ErrorDetails;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A failed call in words: one line, and one more for each field that the server objects to. */
final class FailureMessage {

  private FailureMessage() {}

  static List<String> of(StatusRuntimeException failure) {
    Status status = failure.getStatus();
    List<String> lines = new ArrayList<>();
    lines.add("error: " + status.getCode() + describe(status.getDescription()) + reason(status));
    ErrorDetails.find(failure, BadRequest.class)
        .ifPresent(
            badRequest ->
                badRequest
                    .getFieldViolationsList()
                    .forEach(
                        violation ->
                            lines.add("  " + violation.getField() + ": " + oneLine(violation))));
    return lines;
  }

  private static String describe(@Nullable String description) {
    return description == null ? "" : ": " + description.lines().findFirst().orElse("");
  }

  /** The cause, such as that of a refused connection. */
  private static String reason(Status status) {
    Throwable cause = status.getCause();
    return cause == null || cause.getMessage() == null ? "" : " (" + cause.getMessage() + ")";
  }

  private static String oneLine(BadRequest.FieldViolation violation) {
    return violation.getDescription().replace('\n', ' ');
  }
}
