package io.autorec.server.repository;

/** A change of what is served that cannot be made; the message is one line for whoever asked. */
public final class AdminException extends Exception {
  /** Why it cannot. */
  public enum Reason {
    /** There is nothing of that name in the repository. */
    MISSING,
    /** It is there, but cannot be done as things are. */
    IMPOSSIBLE
  }

  private final Reason reason;

  AdminException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}
