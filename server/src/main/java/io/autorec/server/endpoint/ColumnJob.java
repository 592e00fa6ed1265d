package io.autorec.server.endpoint;

import io.autorec.server.inference.ColumnBatch;
import java.util.List;

/** Fitted columns: users of an item-based model, items of a user-based one. */
record ColumnJob<T>(Waiting caller, List<float[]> columns, Decoder<T> decoder)
    implements CallJob<ColumnBatch, T> {
  @Override
  public int rows() {
    return columns.size();
  }

  @Override
  public void encode(ColumnBatch batch, int firstRow) {
    for (int i = 0; i < columns.size(); i++) {
      batch.put(firstRow + i, columns.get(i));
    }
  }

  @Override
  public void forget(ColumnBatch batch, int firstRow) {
    // Every place of a batch is written before it runs.
  }
}
