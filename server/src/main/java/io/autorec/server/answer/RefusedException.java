package io.autorec.server.answer;

/** Carries a {@link Refusal} to the caller, also as the outcome of a future. */
public final class RefusedException extends RuntimeException {
  private final transient Refusal refusal;

  /**
   * @param refusal why there is no answer
   */
  public RefusedException(Refusal refusal) {
    // Refusals are frequent under load, and the place that refuses says nothing: no stack trace.
    super(refusal.message(), null, false, false);
    this.refusal = refusal;
  }

  /** Why there is no answer. */
  public Refusal refusal() {
    return refusal;
  }
}
