package io.autorec.server.inference;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import io.autorec.foldin.FoldIn;
import io.autorec.model.ModelFormat;
import io.autorec.model.ModelFormatException;
import io.autorec.model.graph.GraphFile;
import java.util.List;
import java.util.stream.Stream;

/**
 * An open model file that scores rows, and its batches, one for each worker.
 *
 * <p>It must be closed only when no run is in flight.
 *
 * @param <B> the kind of its batches
 */
public final class ScoreGraph<B extends ScoreBatch> implements AutoCloseable {
  private final Graph graph;
  private final int maxRows;
  private final List<B> batches;

  private ScoreGraph(Graph graph, int maxRows, List<B> batches) {
    this.graph = graph;
    this.maxRows = maxRows;
    this.batches = batches;
  }

  /** Makes a batch of a graph, for up to a number of rows of a width. */
  @FunctionalInterface
  private interface Batches<B> {
    B create(Graph graph, int width, int maxRows);
  }

  /** Refuses a graph that is not of the format, before memory for its batches is allocated. */
  @FunctionalInterface
  private interface Check {
    void of(Graph graph) throws OrtException, ModelFormatException;
  }

  /**
   * Opens a file that reconstructs rows, and runs it once.
   *
   * @param width of the rows, by the manifest
   * @throws ModelFormatException if the graph is not of the format
   * @throws DeviceUnavailableException if the device does not work here
   */
  public static ScoreGraph<RowBatch> ofRows(GraphFile file, int width, SessionOptions options)
      throws Exception {
    Check check = graph -> requireInput(graph, ModelFormat.RATINGS_INPUT, width);
    return open(file, options, check, width, RowBatch::new);
  }

  /**
   * Opens a file that scores all items for known users, and runs it once.
   *
   * @param users size of the user vocabulary
   * @param items size of the item vocabulary
   * @throws ModelFormatException if the graph is not of the format
   * @throws DeviceUnavailableException if the device does not work here
   */
  public static ScoreGraph<UserBatch> ofUsers(
      GraphFile file, int users, int items, SessionOptions options) throws Exception {
    Check check = graph -> graph.inputDimension(ModelFormat.USERS_INPUT, OnnxJavaType.INT64, 1);
    Batches<UserBatch> batches =
        (graph, width, maxRows) -> new UserBatch(graph, users, width, maxRows);
    return open(file, options, check, items, batches);
  }

  /**
   * Opens a file that scores all rows at fitted columns, and runs it once.
   *
   * @param foldIn what fits them
   * @throws ModelFormatException if the graph is not of the format
   * @throws DeviceUnavailableException if the device does not work here
   */
  public static ScoreGraph<ColumnBatch> ofColumns(
      GraphFile file, FoldIn foldIn, SessionOptions options) throws Exception {
    Check check = graph -> requireInput(graph, ModelFormat.COLUMNS_INPUT, foldIn.features() + 1);
    Batches<ColumnBatch> batches =
        (graph, rows, maxColumns) -> new ColumnBatch(graph, foldIn.features(), rows, maxColumns);
    return open(file, options, check, foldIn.rows(), batches);
  }

  private static void requireInput(Graph graph, String name, int width)
      throws OrtException, ModelFormatException {
    graph.requireWidth(
        "input \"" + name + "\"", width, graph.inputDimension(name, OnnxJavaType.FLOAT, 2));
  }

  private static void requireScores(Graph graph, int width)
      throws OrtException, ModelFormatException {
    long found = graph.scoresDimension();
    // A dynamic width is -1 here; a wrong one then fails the first run, into a pinned output.
    if (found >= 0) {
      graph.requireWidth("output \"" + ModelFormat.SCORES_OUTPUT + "\"", width, found);
    }
  }

  private static <B extends ScoreBatch> ScoreGraph<B> open(
      GraphFile file, SessionOptions options, Check check, int width, Batches<B> kind)
      throws Exception {
    return options.device().open(device -> open(file, options, device, check, width, kind));
  }

  private static <B extends ScoreBatch> ScoreGraph<B> open(
      GraphFile file,
      SessionOptions options,
      Device device,
      Check check,
      int width,
      Batches<B> kind)
      throws OrtException, ModelFormatException, DeviceUnavailableException {
    Graph graph = Graph.open(file, device, options);
    boolean opened = false;
    try {
      check.of(graph);
      requireScores(graph, width);
      int maxRows = options.maxRows(width);
      List<B> batches =
          Stream.generate(() -> kind.create(graph, width, maxRows))
              .limit(options.workers())
              .toList();
      graph.tryOut(batches.get(0), Math.min(2, maxRows));
      opened = true;
      return new ScoreGraph<>(graph, maxRows, batches);
    } finally {
      if (!opened) {
        graph.close();
      }
    }
  }

  /** The device that it runs on. */
  public Device device() {
    return graph.device();
  }

  /** Most rows in a run. */
  public int maxRows() {
    return maxRows;
  }

  /** The batches, one for each worker. */
  public List<B> batches() {
    return batches;
  }

  @Override
  public void close() {
    graph.close();
  }
}
