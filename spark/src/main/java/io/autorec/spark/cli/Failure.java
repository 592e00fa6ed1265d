package io.autorec.spark.cli;

import io.autorec.spark.table.SparkMessages;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.natives.NativeLibraryException;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkException;
import org.apache.spark.sql.AnalysisException;

/**
 * The message and the exit status of a command that failed.
 *
 * @param message one line
 * @param status the exit status
 */
record Failure(String message, int status) {
  /** What Spark's errors of files that cannot be read have in their messages. */
  private static final String UNREADABLE = "FAILED_READ_FILE";

  private static final Pattern UNREADABLE_FILE = Pattern.compile("reading file (\\S+?)\\.?\\s");

  static Failure of(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof InputException || cause instanceof NativeLibraryException) {
        return mistake(String.valueOf(cause.getMessage()));
      }
    }
    Throwable root = SparkMessages.root(error);
    String message = String.valueOf(error.getMessage());
    if (message.contains(UNREADABLE)) {
      Matcher file = UNREADABLE_FILE.matcher(message);
      return mistake(
          (file.find() ? file.group(1) : "--input")
              + ": cannot be read: "
              + SparkMessages.first(root));
    }
    if (error instanceof IOException) {
      return mistake("cannot read or write: " + SparkMessages.first(error));
    }
    if (error instanceof AnalysisException) {
      return mistake("Spark: " + SparkMessages.first(error));
    }
    if (error instanceof SparkException && error.getCause() == null) {
      // Such as: no master is named.
      return mistake("Spark: " + SparkMessages.first(error));
    }
    return new Failure(
        oneLine(
            "failed: %s: %s (Spark's log says more)"
                .formatted(root.getClass().getSimpleName(), SparkMessages.first(root))),
        AutorecSpark.EXIT_FAILED);
  }

  private static Failure mistake(String message) {
    return new Failure(oneLine(message), AutorecSpark.EXIT_BAD_INPUT);
  }

  /** A message with spaces in place of line breaks. */
  static String oneLine(String message) {
    return message.replaceAll("\\R+", " ");
  }
}
