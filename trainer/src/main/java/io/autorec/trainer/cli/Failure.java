package io.autorec.trainer.cli;

import io.autorec.trainer.input.InputException;
import io.autorec.trainer.natives.NativeLibraryException;
import io.autorec.trainer.publish.ExportException;
import io.autorec.trainer.run.UnpublishedException;
import io.autorec.trainer.training.DivergedException;
import java.io.IOException;
import java.util.Objects;

/**
 * The message and the exit status of a command that failed.
 *
 * @param message one line
 * @param status the exit status
 * @param isFault whether the program is at fault; its stack trace is then reported
 */
record Failure(String message, int status, boolean isFault) {
  static Failure of(Throwable cause) {
    Throwable first = cause.getCause();
    if (cause instanceof OutOfMemoryError) {
      return new Failure(
          "memory: not enough (%s; expected: more by JAVA_OPTS=-Xmx..., or a smaller --ksize where a network is trained)"
              .formatted(
                  // A thread that waited for another has its error as the cause.
                  oneLine(cause.getMessage() == null && first != null ? first : cause)),
          AutorecTrainer.EXIT_BAD_INPUT,
          false);
    }
    if (cause instanceof LinkageError) {
      return new Failure(
          ("native libraries: cannot be loaded: %s (expected: a temporary folder with room for them that "
                  + "may hold programs (not noexec), by JAVA_OPTS=-Djava.io.tmpdir=DIR)")
              .formatted(oneLine(cause)),
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
      Failure reason = of(Objects.requireNonNull(e.getCause()));
      return new Failure(
          "not published: " + reason.message + afterwards(e), reason.status, reason.isFault);
    }
    boolean told = cause instanceof ExportException || cause instanceof DivergedException;
    return new Failure(oneLine(cause), AutorecTrainer.EXIT_FAILED, !told);
  }

  private static String afterwards(UnpublishedException e) {
    return e.kept()
        .map(
            file ->
                ("; the run is trained, and kept in %s: the same command with --resume publishes it "
                        + "without training again")
                    .formatted(file))
        .orElse("; what was trained is lost");
  }

  private static String oneLine(Throwable cause) {
    return oneLine(String.valueOf(cause.getMessage()));
  }

  /** A message with spaces in place of line breaks. */
  static String oneLine(String message) {
    return message.replaceAll("\\R+", " ");
  }
}
