package io.autorec.server.endpoint;

import io.autorec.server.inference.ColumnBatch;

/** One fitted user of an item-based model. */
record ColumnJob<T>(Waiting caller, float[] column, Decoder<T> decoder)
    implements CallJob<ColumnBatch, T> {
  @Override
  public int rows() {
    return 1;
  }

  @Override
  public void encode(ColumnBatch batch, int firstRow) {
    batch.put(firstRow, column);
  }

  @Override
  public void forget(ColumnBatch batch, int firstRow) {
    // Every place of a batch is written before it runs.
  }
}
