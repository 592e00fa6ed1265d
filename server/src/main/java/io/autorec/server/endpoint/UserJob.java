package io.autorec.server.endpoint;

import io.autorec.server.batching.Job;
import io.autorec.server.inference.UserBatch;

/** One known user of an item-based model. */
record UserJob<T>(Waiting caller, int user, Decoder<T> decoder) implements Job<UserBatch, T> {
  @Override
  public int rows() {
    return 1;
  }

  @Override
  public boolean cancelled() {
    return caller.gone();
  }

  @Override
  public long deadlineNanos() {
    return caller.deadlineNanos();
  }

  @Override
  public void encode(UserBatch batch, int firstRow) {
    batch.users().put(firstRow, user);
  }

  @Override
  public T decode(UserBatch batch, int firstRow) {
    return decoder.decode(batch, firstRow);
  }

  @Override
  public void forget(UserBatch batch, int firstRow) {
    // Every position of a batch is written before it runs.
  }
}
