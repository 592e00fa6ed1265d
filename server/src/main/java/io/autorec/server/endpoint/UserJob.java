package io.autorec.server.endpoint;

import io.autorec.server.inference.UserBatch;

/** One known user of an item-based model. */
record UserJob<T>(Waiting caller, int user, Decoder<T> decoder) implements CallJob<UserBatch, T> {
  @Override
  public int rows() {
    return 1;
  }

  @Override
  public void encode(UserBatch batch, int firstRow) {
    batch.users().put(firstRow, user);
  }

  @Override
  public void forget(UserBatch batch, int firstRow) {
    // Every position of a batch is written before it runs.
  }
}
