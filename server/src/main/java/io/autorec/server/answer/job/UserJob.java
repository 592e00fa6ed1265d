package io.autorec.server.answer.job;

import io.autorec.server.inference.UserBatch;

/**
 * Scores all items for one known user of an item-based model.
 *
 * @param user the position of the user
 */
public record UserJob<T>(CallContext call, int user, Decoder<T> decoder)
    implements CallJob<UserBatch, T> {
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
    // A run overwrites every position that it uses.
  }
}
