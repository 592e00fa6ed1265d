package io.autorec.server.inference;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.autorec.model.ModelFormat;
import io.autorec.model.RowEncoding;
import java.nio.FloatBuffer;

/**
 * A batch of rows to reconstruct. A job that writes ratings into {@link #rows} removes them after
 * the run.
 */
public final class RowBatch extends ScoreBatch {
  private final FloatBuffer rows;

  RowBatch(Graph graph, int width, int maxRows) {
    super(graph, ModelFormat.RATINGS_INPUT, width, maxRows);
    this.rows = Graph.allocate(maxRows * width, Float.BYTES).asFloatBuffer();
    RowEncoding.clear(rows);
  }

  /** The input, [maxRows, width], as {@link RowEncoding} says. */
  public FloatBuffer rows() {
    return rows;
  }

  @Override
  OnnxTensor input(int count) throws OrtException {
    return OnnxTensor.createTensor(
        Graph.environment(), rows.slice(0, count * width()), new long[] {count, width()});
  }
}
