package io.autorec.server.endpoint;

import io.autorec.server.inference.ScoreBatch;

/**
 * Makes an answer of scores.
 *
 * @param <T> the answer
 */
@FunctionalInterface
interface Decoder<T> {
  /** Reads the scores from a row of a batch on. */
  T decode(ScoreBatch batch, int firstRow);
}
