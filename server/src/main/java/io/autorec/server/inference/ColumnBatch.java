package io.autorec.server.inference;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.autorec.foldin.FoldIn;
import io.autorec.model.ModelFormat;
import java.nio.FloatBuffer;

/** A batch of columns that a {@link FoldIn} fitted. The graph scores all rows for each. */
public final class ColumnBatch extends ScoreBatch {
  private final int length;
  private final FloatBuffer columns;

  ColumnBatch(Graph graph, int features, int rows, int maxColumns) {
    super(graph, ModelFormat.COLUMNS_INPUT, rows, maxColumns);
    this.length = features + 1;
    this.columns = Graph.allocate(maxColumns * length, Float.BYTES).asFloatBuffer();
  }

  /** Writes a column, as {@link FoldIn#fit} returns it, to a place of the input. */
  public void put(int place, float[] column) {
    columns.put(place * length, column, 0, length);
  }

  @Override
  OnnxTensor input(int count) throws OrtException {
    return OnnxTensor.createTensor(
        Graph.environment(), columns.slice(0, count * length), new long[] {count, length});
  }
}
