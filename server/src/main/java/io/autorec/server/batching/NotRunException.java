package io.autorec.server.batching;

/** Fails the future of a job that was refused or dropped. */
public final class NotRunException extends RuntimeException {
  /** Why a job did not run. */
  public enum Reason {
    /** Refused on submission: the queue is full, or the job would have missed its deadline. */
    OVERLOADED,
    /** Dropped before it ran, because its deadline had passed. */
    EXPIRED,
    /** Dropped before it ran, because nobody waits for it. */
    CANCELLED,
    /** Refused, because the batcher is closed. */
    CLOSED
  }

  private final Reason reason;
  private final long drainNanos;

  NotRunException(Reason reason) {
    this(reason, 0);
  }

  /** Makes the failure of a job. */
  public NotRunException(Reason reason, long drainNanos) {
    // No stack trace: these are frequent under load, and where one was made says nothing.
    super(reason.name(), null, false, false);
    this.reason = reason;
    this.drainNanos = drainNanos;
  }

  /** Returns why the job did not run. */
  public Reason reason() {
    return reason;
  }

  /**
   * Returns the expected time until the queue is empty; with an empty queue, until a worker is
   * free. It is 0 unless the batcher is overloaded.
   */
  public long drainNanos() {
    return drainNanos;
  }
}
