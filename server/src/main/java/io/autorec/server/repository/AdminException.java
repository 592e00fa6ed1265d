package io.autorec.server.repository;

/** Thrown if a change of the served versions cannot be made; the message is one line. */
public final class AdminException extends Exception {
  /** The kinds of reasons. */
  public enum Reason {
    /** The repository has no such model or version. */
    MISSING,
    /** The model or version is there, but its state does not allow the change. */
    IMPOSSIBLE
  }

  private final Reason reason;

  AdminException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
