package io.autorec.server.batching;

/**
 * What a batcher takes.
 *
 * @param maxBatchRows most rows in a run, at least 1
 * @param maxQueuedRows most rows that wait, at least {@code maxBatchRows}
 * @param maxQueueDelayNanos how long a job that came during a run waits at the most for others to
 *     join it, unless they fill a batch before; 0: not at all
 */
public record BatchLimits(int maxBatchRows, int maxQueuedRows, long maxQueueDelayNanos) {
  public BatchLimits {
    if (maxBatchRows < 1 || maxQueuedRows < maxBatchRows || maxQueueDelayNanos < 0) {
      throw new IllegalArgumentException(
          "rows: "
              + maxBatchRows
              + ", "
              + maxQueuedRows
              + ", delay: "
              + maxQueueDelayNanos
              + " (expected: 1 <= batch <= queue, delay >= 0)");
    }
  }
}
