package io.autorec.server.batching;

/**
 * The bounds of a batcher.
 *
 * @param maxBatchRows the most rows in a run, at least 1
 * @param maxQueuedRows the most rows that wait, at least {@code maxBatchRows}
 */
public record BatchLimits(int maxBatchRows, int maxQueuedRows) {
  public BatchLimits {
    if (maxBatchRows < 1 || maxQueuedRows < maxBatchRows) {
      throw new IllegalArgumentException(
          "rows: " + maxBatchRows + ", " + maxQueuedRows + " (expected: 1 <= batch <= queue)");
    }
  }
}
