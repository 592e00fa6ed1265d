package io.autorec.server.answer.job;

import io.autorec.server.metrics.MeasuredModel;
import io.autorec.server.tracing.CallTrace;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The part of a call that use cases see: its deadline, whether its caller still waits, and its
 * trace. Safe for use by several threads.
 */
public final class CallContext {
  private final long deadlineNanos;
  private final BooleanSupplier cancelled;
  private final @Nullable CallTrace trace;
  private final Consumer<MeasuredModel> onModel;
  private volatile boolean abandoned;

  /**
   * Describes a call.
   *
   * @param deadlineNanos on the clock of {@code System.nanoTime}; {@code Long.MAX_VALUE}: none
   * @param cancelled true once nobody waits for the answer
   * @param trace null if the call is not traced
   * @param onModel receives the model that the call asks
   */
  public CallContext(
      long deadlineNanos,
      BooleanSupplier cancelled,
      @Nullable CallTrace trace,
      Consumer<MeasuredModel> onModel) {
    this.deadlineNanos = deadlineNanos;
    this.cancelled = cancelled;
    this.trace = trace;
    this.onModel = onModel;
  }

  /** A call without deadline and trace that is never cancelled. */
  public static CallContext unbounded() {
    return new CallContext(Long.MAX_VALUE, () -> false, null, model -> {});
  }

  /** The deadline on the clock of {@code System.nanoTime}; {@code Long.MAX_VALUE}: none. */
  public long deadlineNanos() {
    return deadlineNanos;
  }

  /** Returns true once the deadline has passed. */
  public boolean isExpired() {
    return deadlineNanos != Long.MAX_VALUE && System.nanoTime() - deadlineNanos >= 0;
  }

  /** Returns true once nobody waits for the answer. */
  public boolean isGone() {
    return abandoned || cancelled.getAsBoolean();
  }

  /** Drops the jobs of the call that have not run, because one of its jobs failed. */
  public void abandon() {
    abandoned = true;
  }

  /** Returns the trace of the call, while phases are to be recorded; null if they are not. */
  public @Nullable CallTrace trace() {
    return trace != null && trace.isKept() ? trace : null;
  }

  /** Records which model the call asks, for logs and traces. */
  public void asks(MeasuredModel model) {
    onModel.accept(model);
  }
}
