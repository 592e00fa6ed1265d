package io.autorec.server.endpoint;

import io.autorec.server.inference.RowBatch;
import io.autorec.server.request.Row;
import java.util.List;

/** Rows of one call through the network. */
record RowsJob<T>(Waiting caller, List<? extends Row> content, Decoder<T> decoder)
    implements CallJob<RowBatch, T> {
  @Override
  public int rows() {
    return content.size();
  }

  @Override
  public void encode(RowBatch batch, int firstRow) {
    for (int i = 0; i < content.size(); i++) {
      content.get(i).encode(batch.rows(), firstRow + i, batch.width());
    }
  }

  @Override
  public void forget(RowBatch batch, int firstRow) {
    for (int i = 0; i < content.size(); i++) {
      content.get(i).forget(batch.rows(), firstRow + i, batch.width());
    }
  }
}
