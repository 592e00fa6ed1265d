package io.autorec.server.endpoint;

import io.autorec.server.batching.Job;
import io.autorec.server.inference.ScoreBatch;

/**
 * A job that somebody waits for.
 *
 * @param <B> the kind of batch it joins
 * @param <T> the answer
 */
interface CallJob<B extends ScoreBatch, T> extends Job<B, T> {
  /** Who waits. */
  Waiting caller();

  /** Makes the answer. */
  Decoder<T> decoder();

  @Override
  default boolean cancelled() {
    return caller().gone();
  }

  @Override
  default long deadlineNanos() {
    return caller().deadlineNanos();
  }

  @Override
  default T decode(B batch, int firstRow) {
    return decoder().decode(batch, firstRow);
  }
}
