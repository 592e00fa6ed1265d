package io.autorec.server.answer.job;

import io.autorec.server.inference.ScoreBatch;

/**
 * Reads an answer from the scores of a batch.
 *
 * @param <T> the answer
 */
@FunctionalInterface
public interface Decoder<T> {
  /** Reads the scores, starting at a row of the batch. */
  T decode(ScoreBatch batch, int firstRow);
}
