package io.autorec.server.repository;

import io.autorec.server.batching.BatchLimits;

/**
 * What may wait for a session.
 *
 * @param maxRows most rows that wait
 * @param maxDelayNanos how long a session may wait to fill a batch
 */
public record QueueLimits(int maxRows, long maxDelayNanos) {
  /** The limits of a queue whose batches have up to a number of rows. */
  BatchLimits forBatchesOf(int maxBatchRows) {
    return new BatchLimits(maxBatchRows, Math.max(maxBatchRows, maxRows), maxDelayNanos);
  }
}
