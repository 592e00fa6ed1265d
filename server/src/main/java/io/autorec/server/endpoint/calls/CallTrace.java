package io.autorec.server.endpoint.calls;

import io.autorec.server.metrics.MeasuredModel;
import org.jspecify.annotations.Nullable;

/**
 * Is told where the time of one call goes. Times are those of {@code System.nanoTime}. Safe for use
 * by several threads.
 */
public interface CallTrace {
  /** Keeps nothing. */
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
            String code, int codeNumber, String requestId, @Nullable MeasuredModel model) {}
      };

  /** Whether it is worth telling it of phases. */
  boolean isKept();

  /** A phase of the call has ended. */
  void phase(String name, long startNanos, long endNanos);

  /**
   * The model was run.
   *
   * @param batchRows rows of the run, also of other calls
   * @param batch names the run: calls that share it name the same
   */
  void run(long startNanos, long endNanos, int batchRows, String batch);

  /**
   * The call has ended.
   *
   * @param code how
   * @param codeNumber the same
   * @param requestId its id, or "" if it has none
   * @param model what was asked, if a model was
   */
  void end(String code, int codeNumber, String requestId, @Nullable MeasuredModel model);
}
