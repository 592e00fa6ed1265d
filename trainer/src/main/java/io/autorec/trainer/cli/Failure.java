package io.autorec.trainer.cli;

import io.autorec.trainer.input.InputException;
import io.autorec.trainer.natives.NativeLibraryException;
import io.autorec.trainer.publish.ExportException;
import io.autorec.trainer.training.DivergedException;
import java.io.IOException;

/**
 * What ends the program before its end, for people.
 *
 * @param message one line
 * @param status the exit status
 * @param isFault whether it is a fault of the program, to be reported with its stack trace
 */
record Failure(String message, int status, boolean isFault) {
  static Failure of(Throwable cause) {
    if (cause instanceof OutOfMemoryError) {
      return new Failure(
          "memory: not enough ("
              + oneLine(cause)
              + "; expected: a smaller --ksize, or more by JAVA_OPTS=-Xmx...)",
          AutorecTrainer.EXIT_FAILED,
          false);
    }
    if (cause instanceof LinkageError) {
      return new Failure(
          "native libraries: cannot be loaded: "
              + oneLine(cause)
              + " (expected: a temporary folder with room for them that may hold programs (not noexec), by"
              + " JAVA_OPTS=-Djava.io.tmpdir=DIR)",
          AutorecTrainer.EXIT_BAD_INPUT,
          false);
    }
    if (cause instanceof InputException || cause instanceof NativeLibraryException) {
      return new Failure(oneLine(cause), AutorecTrainer.EXIT_BAD_INPUT, false);
    }
    if (cause instanceof IOException) {
      return new Failure(
          "cannot read or write: " + oneLine(cause), AutorecTrainer.EXIT_BAD_INPUT, false);
    }
    if (cause instanceof UnpublishedException e) {
      return new Failure(oneLine(e), e.reason().status, e.reason().isFault);
    }
    boolean told = cause instanceof ExportException || cause instanceof DivergedException;
    return new Failure(oneLine(cause), AutorecTrainer.EXIT_FAILED, !told);
  }

  /** The same in other words. */
  Failure with(String other) {
    return new Failure(other, status, isFault);
  }

  private static String oneLine(Throwable cause) {
    return oneLine(String.valueOf(cause.getMessage()));
  }

  /** A message with its line breaks as blanks. */
  static String oneLine(String message) {
    return message.replaceAll("\\R+", " ");
  }
}
