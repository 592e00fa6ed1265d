package io.autorec.server.answer.job;

import io.autorec.server.batching.Job;
import io.autorec.server.inference.ScoreBatch;

/**
 * A job of a call. It is dropped when the call is over, and decoded into the answer.
 *
 * @param <B> the kind of batch that it joins
 * @param <T> the answer
 */
interface CallJob<B extends ScoreBatch, T> extends Job<B, T> {
  /** The call that waits. */
  CallContext call();

  /** Reads the answer from the scores. */
  Decoder<T> decoder();

  @Override
  default boolean cancelled() {
    return call().isGone();
  }

  @Override
  default long deadlineNanos() {
    return call().deadlineNanos();
  }

  @Override
  default T decode(B batch, int firstRow) {
    return decoder().decode(batch, firstRow);
  }
}
