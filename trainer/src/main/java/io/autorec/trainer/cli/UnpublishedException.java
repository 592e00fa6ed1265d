package io.autorec.trainer.cli;

import org.jspecify.annotations.Nullable;

/** A run is trained, but could not be published. */
final class UnpublishedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Failure reason;

  /**
   * @param reason what stopped it
   * @param kept where the run is kept; null if it is not
   */
  UnpublishedException(Failure reason, @Nullable StoredRun kept, Throwable cause) {
    super(
        "not published: "
            + reason.message()
            + (kept == null
                ? "; what was trained is lost"
                : "; the run is trained, and kept in "
                    + kept.file()
                    + ": the same command with --resume publishes it without training again"),
        cause);
    this.reason = reason;
  }

  Failure reason() {
    return reason;
  }
}
