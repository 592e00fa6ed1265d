package io.autorec.server.answer.job;

import io.autorec.server.inference.RowBatch;
import io.autorec.server.request.InputRow;
import java.util.List;

/**
 * Runs rows of ratings through the network.
 *
 * @param content the rows, at least one
 */
public record RowsJob<T>(CallContext call, List<? extends InputRow> content, Decoder<T> decoder)
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
