package io.autorec.server.tracing;

import io.autorec.server.metrics.MeasuredModel;
import org.jspecify.annotations.Nullable;

/**
 * The trace of one call: the phases in which it spends its time. Times are those of {@code
 * System.nanoTime}. Safe for use by several threads.
 */
public interface CallTrace {
  /** Records nothing. */
  CallTrace NONE =
      new CallTrace() {
        @Override
        public boolean isKept() {
          return false;
        }

        @Override
        public void phase(String name, long startNanos, long endNanos) {}

        @Override
        public void run(long startNanos, long endNanos, int batchRows, String batch) {}

        @Override
        public void end(
            int status, String fault, String requestId, @Nullable MeasuredModel model) {}
      };

  /** Returns true if the trace records phases. */
  boolean isKept();

  /** Records a phase of the call that has ended. */
  void phase(String name, long startNanos, long endNanos);

  /**
   * Records a run of the model.
   *
   * @param batchRows the rows of the run, including those of other calls
   * @param batch the name of the run, the same for all calls that share it
   */
  void run(long startNanos, long endNanos, int batchRows, String batch);

  /**
   * Ends the trace.
   *
   * @param status the number of the gRPC status
   * @param fault the name of the status if the server is at fault, else ""
   * @param requestId the id of the call; "" if it has none
   * @param model the model that was asked; null if none was
   */
  void end(int status, String fault, String requestId, @Nullable MeasuredModel model);
}
