package io.autorec.server.inference;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import io.autorec.model.FoldIn;
import io.autorec.model.ModelFormat;
import io.autorec.model.ModelFormatException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An open model file that scores rows, and the batches it runs, one for each worker.
 *
 * <p>To be closed only when no run is in flight.
 *
 * @param <B> its kind of batch
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

  /** Finds the width of a graph's scores. */
  @FunctionalInterface
  private interface Width {
    long of(Graph graph) throws OrtException, ModelFormatException;
  }

  /** A model file's metadata, read without running its graph. */
  public static Map<String, String> propertiesOf(Path file) throws ModelFormatException {
    try {
      return Graph.propertiesOf(file);
    } catch (OrtException e) {
      throw new ModelFormatException("metadata: " + e.getMessage(), e);
    }
  }

  /**
   * Opens a file that reconstructs rows, and runs it once.
   *
   * @throws ModelFormatException if the graph is not of the format
   * @throws DeviceUnavailableException if the device does not work here
   */
  public static ScoreGraph<RowBatch> ofRows(Path file, SessionOptions options) throws Exception {
    Width width =
        graph -> {
          long found = graph.inputDimension(ModelFormat.RATINGS_INPUT, OnnxJavaType.FLOAT, 2);
          if (found < 1 || found > Integer.MAX_VALUE / Float.BYTES) {
            throw new ModelFormatException(
                "input \""
                    + ModelFormat.RATINGS_INPUT
                    + "\": width "
                    + found
                    + " (expected: fixed)");
          }
          graph.scoresDimension();
          return found;
        };
    return options.device().open(device -> open(file, options, device, width, RowBatch::new));
  }

  /**
   * Opens a file that scores all items for known users, and runs it once.
   *
   * @param items size of the item vocabulary
   * @throws ModelFormatException if the graph is not of the format
   * @throws DeviceUnavailableException if the device does not work here
   */
  public static ScoreGraph<UserBatch> ofUsers(Path file, int items, SessionOptions options)
      throws Exception {
    Width width =
        graph -> {
          graph.inputDimension(ModelFormat.USERS_INPUT, OnnxJavaType.INT64, 1);
          requireItems(ModelFormat.USER_SCORES_FILE, graph, items);
          return items;
        };
    return options.device().open(device -> open(file, options, device, width, UserBatch::new));
  }

  /**
   * Opens a file that scores all rows at fitted columns, and runs it once.
   *
   * @param foldIn what fits them
   * @throws ModelFormatException if the graph is not of the format
   * @throws DeviceUnavailableException if the device does not work here
   */
  public static ScoreGraph<ColumnBatch> ofColumns(Path file, FoldIn foldIn, SessionOptions options)
      throws Exception {
    Width width =
        graph -> {
          long found = graph.inputDimension(ModelFormat.COLUMNS_INPUT, OnnxJavaType.FLOAT, 2);
          if (found != foldIn.features() + 1) {
            throw new ModelFormatException(
                ModelFormat.FOLD_IN_SCORES_FILE
                    + ": columns of "
                    + found
                    + " (expected: "
                    + (foldIn.features() + 1)
                    + ")");
          }
          requireItems(ModelFormat.FOLD_IN_SCORES_FILE, graph, foldIn.rows());
          return foldIn.rows();
        };
    Batches<ColumnBatch> batches =
        (graph, rows, maxColumns) -> new ColumnBatch(graph, foldIn.features(), rows, maxColumns);
    return options.device().open(device -> open(file, options, device, width, batches));
  }

  private static void requireItems(String file, Graph graph, int items)
      throws OrtException, ModelFormatException {
    long found = graph.scoresDimension();
    // A dynamic width is -1 here; a wrong one then fails the first run, into a pinned output.
    if (found >= 0 && found != items) {
      throw new ModelFormatException(file + ": " + found + " items (expected: " + items + ")");
    }
  }

  private static <B extends ScoreBatch> ScoreGraph<B> open(
      Path file, SessionOptions options, Device device, Width widthOf, Batches<B> kind)
      throws OrtException, ModelFormatException, DeviceUnavailableException {
    Graph graph = Graph.open(file, device, options);
    boolean opened = false;
    try {
      int width = (int) widthOf.of(graph);
      int maxRows = options.maxRows(width);
      List<B> batches =
          Stream.generate(() -> kind.create(graph, width, maxRows))
              .limit(options.workers())
              .toList();
      int rows = Math.min(2, maxRows);
      batches.get(0).run(rows);
      for (int row = 0; row < rows; row++) {
        graph.requireFinite(batches.get(0).scores(row));
      }
      opened = true;
      return new ScoreGraph<>(graph, maxRows, batches);
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

  /** Length of a row. */
  public int width() {
    return batches.get(0).width();
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
