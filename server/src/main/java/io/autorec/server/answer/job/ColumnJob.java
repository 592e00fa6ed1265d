package io.autorec.server.answer.job;

import io.autorec.server.inference.ColumnBatch;
import java.util.List;

/**
 * Scores fitted columns: users of an item-based model, or items of a user-based one.
 *
 * @param columns the columns, as {@code FoldIn.fit} returns them
 */
public record ColumnJob<T>(CallContext call, List<float[]> columns, Decoder<T> decoder)
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
    // A run overwrites every place that it uses.
  }
}
