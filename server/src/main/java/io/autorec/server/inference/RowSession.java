package io.autorec.server.inference;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.autorec.model.ModelFormat;
import io.autorec.model.ModelFormatException;
import io.autorec.model.RowEncoding;
import io.autorec.server.batching.BatchRunner;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;

/**
 * Reconstructs rows: {@link #rows} in, {@link #scores} out, both reused by every run.
 *
 * <p>Whoever writes ratings into {@link #rows} takes them back after the run. To be used by one
 * thread at a time, and closed only when no run is in flight.
 */
public final class RowSession implements BatchRunner, AutoCloseable {
  private final Graph graph;
  private final int width;
  private final int maxRows;
  private final FloatBuffer rows;
  private final FloatBuffer scores;

  private RowSession(Graph graph, int width, int maxRows) {
    this.graph = graph;
    this.width = width;
    this.maxRows = maxRows;
    this.rows = Graph.allocate(maxRows * width, Float.BYTES).asFloatBuffer();
    this.scores = Graph.allocate(maxRows * width, Float.BYTES).asFloatBuffer();
    RowEncoding.clear(rows);
  }

  /**
   * Opens a model file and runs it once.
   *
   * @throws ModelFormatException if the graph is not of the format
   * @throws DeviceUnavailableException if the device does not work here
   */
  public static RowSession open(Path file, SessionOptions options) throws Exception {
    return options.device().open(device -> open(file, options, device));
  }

  private static RowSession open(Path file, SessionOptions options, Device device)
      throws OrtException, ModelFormatException {
    Graph graph = Graph.open(file, device, options.threads());
    boolean opened = false;
    try {
      long width = graph.inputDimension(ModelFormat.RATINGS_INPUT, OnnxJavaType.FLOAT, 2);
      if (width < 1 || width > Integer.MAX_VALUE / Float.BYTES) {
        throw new ModelFormatException(
            "input \"" + ModelFormat.RATINGS_INPUT + "\": width " + width + " (expected: fixed)");
      }
      graph.scoresDimension();
      RowSession session = new RowSession(graph, (int) width, options.maxRows((int) width));
      int rows = Math.min(2, session.maxRows);
      session.run(rows);
      graph.requireFinite(session.scores, rows * (int) width);
      opened = true;
      return session;
    } finally {
      if (!opened) {
        graph.close();
      }
    }
  }

  /** Where it runs. */
  public Device device() {
    return graph.device();
  }

  /** The model file's metadata. */
  public Map<String, String> properties() throws ModelFormatException {
    try {
      return graph.properties();
    } catch (OrtException e) {
      throw new ModelFormatException("metadata: " + e.getMessage(), e);
    }
  }

  /** Length of a row in the graph. */
  public int width() {
    return width;
  }

  /** Most rows in a run. */
  public int maxRows() {
    return maxRows;
  }

  /** The input, [maxRows, width], as {@link RowEncoding} says. */
  public FloatBuffer rows() {
    return rows;
  }

  /** The unclipped output of the last run, [maxRows, width]. */
  public FloatBuffer scores() {
    return scores;
  }

  @Override
  public void run(int count) throws OrtException {
    try (OnnxTensor input =
        OnnxTensor.createTensor(
            Graph.environment(), rows.slice(0, count * width), new long[] {count, width})) {
      graph.run(ModelFormat.RATINGS_INPUT, input, scores, count, width);
    }
  }

  @Override
  public void close() {
    graph.close();
  }
}
