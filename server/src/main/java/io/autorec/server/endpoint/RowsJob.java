package io.autorec.server.endpoint;

import io.autorec.server.batching.Job;
import io.autorec.server.inference.RowSession;
import io.autorec.server.request.Row;
import java.util.List;
import java.util.function.IntFunction;

/** Rows of one call through the network. */
record RowsJob<T>(Waiting caller, RowSession session, List<Row> content, IntFunction<T> decoder)
    implements Job<T> {
  @Override
  public int rows() {
    return content.size();
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
    for (int i = 0; i < content.size(); i++) {
      content.get(i).encode(session.rows(), firstRow + i, session.width());
    }
  }

  @Override
  public T decode(int firstRow) {
    return decoder.apply(firstRow);
  }

  @Override
  public void forget(int firstRow) {
    for (int i = 0; i < content.size(); i++) {
      content.get(i).forget(session.rows(), firstRow + i, session.width());
    }
  }
}
