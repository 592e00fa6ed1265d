package io.autorec.server.endpoint;

import io.autorec.server.batching.Job;
import io.autorec.server.inference.UserSession;
import java.util.function.IntFunction;

/** One known user of an item-based model. */
record UserJob<T>(Waiting caller, UserSession session, int user, IntFunction<T> decoder)
    implements Job<T> {
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
  public void encode(int firstRow) {
    session.users().put(firstRow, user);
  }

  @Override
  public T decode(int firstRow) {
    return decoder.apply(firstRow);
  }

  @Override
  public void forget(int firstRow) {
    // Every position of a batch is written before it runs.
  }
}
