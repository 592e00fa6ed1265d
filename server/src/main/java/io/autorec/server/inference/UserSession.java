package io.autorec.server.inference;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.autorec.model.ModelFormat;
import io.autorec.model.ModelFormatException;
import io.autorec.server.batching.BatchRunner;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;

/**
 * Scores all items for known users of an item-based model: {@link #users} in, {@link #scores} out,
 * both reused by every run.
 *
 * <p>To be used by one thread at a time, and closed only when no run is in flight.
 */
public final class UserSession implements BatchRunner, AutoCloseable {
  private final Graph graph;
  private final int items;
  private final int maxRows;
  private final LongBuffer users;
  private final FloatBuffer scores;

  private UserSession(Graph graph, int items, int maxRows) {
    this.graph = graph;
    this.items = items;
    this.maxRows = maxRows;
    this.users = Graph.allocate(maxRows, Long.BYTES).asLongBuffer();
    this.scores = Graph.allocate(maxRows * items, Float.BYTES).asFloatBuffer();
  }

  /**
   * Opens a graph and runs it once.
   *
   * @param items size of the item vocabulary
   * @throws ModelFormatException if the graph is not of the format
   * @throws DeviceUnavailableException if the device does not work here
   */
  public static UserSession open(Path file, int items, SessionOptions options) throws Exception {
    return options.device().open(device -> open(file, items, options, device));
  }

  private static UserSession open(Path file, int items, SessionOptions options, Device device)
      throws OrtException, ModelFormatException {
    Graph graph = Graph.open(file, device, options.threads());
    boolean opened = false;
    try {
      graph.inputDimension(ModelFormat.USERS_INPUT, OnnxJavaType.INT64, 1);
      long found = graph.scoresDimension();
      // A dynamic width is -1 here; a wrong one then fails the run below, into a pinned output.
      if (found >= 0 && found != items) {
        throw new ModelFormatException(
            ModelFormat.USER_SCORES_FILE + ": " + found + " items (expected: " + items + ")");
      }
      UserSession session = new UserSession(graph, items, options.maxRows(items));
      int rows = Math.min(2, session.maxRows);
      session.run(rows);
      graph.requireFinite(session.scores, rows * items);
      opened = true;
      return session;
    } finally {
      if (!opened) {
        graph.close();
      }
    }
  }

  /** Most rows in a run. */
  public int maxRows() {
    return maxRows;
  }

  /** The input, [maxRows]: positions of users. */
  public LongBuffer users() {
    return users;
  }

  /** The unclipped output of the last run, [maxRows, items]. */
  public FloatBuffer scores() {
    return scores;
  }

  @Override
  public void run(int count) throws OrtException {
    try (OnnxTensor input =
        OnnxTensor.createTensor(Graph.environment(), users.slice(0, count), new long[] {count})) {
      graph.run(ModelFormat.USERS_INPUT, input, scores, count, items);
    }
  }

  @Override
  public void close() {
    graph.close();
  }
}
