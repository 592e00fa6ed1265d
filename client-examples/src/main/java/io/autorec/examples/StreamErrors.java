package io.autorec.examples;

import io.autorec.v1.FieldViolation;
import io.autorec.v1.StreamError;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** The error that a stream brings in the place of an answer, in words. */
final class StreamErrors {

  private StreamErrors() {}

  /**
   * One line, with every field that the server objects to.
   *
   * @throws StatusRuntimeException when the fault is not the user's id but something that all
   *     requests have in common
   */
  static String ofUser(StreamError error) {
    Status.Code code = Status.fromCodeValue(error.getCode()).getCode();
    StringBuilder words = new StringBuilder(error.getMessage());
    boolean common = false;
    for (FieldViolation violation : error.getFieldViolationsList()) {
      String inWords = violation.getField() + ": " + violation.getDescription();
      if (words.indexOf(inWords) < 0) {
        words.append("; ").append(inWords);
      }
      common |= !violation.getField().equals("user_id");
    }
    if (common) {
      throw code.toStatus().withDescription(words.toString()).asRuntimeException();
    }
    return code + ": " + words.toString().replaceAll("\\R", " ");
  }
}
