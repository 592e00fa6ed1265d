package io.autorec.bench.micro;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnxruntime.OrtException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.List;

/**
 * Ranking by ONNX Runtime's TopK, a batch in one run. The scores are an input, so nothing is copied
 * that a network's own graph would not copy.
 */
final class GraphRanking implements Ranking {
  private final OpenGraph graph;
  private final Task task;
  private final LongBuffer positions;
  private final int batch;
  private final int topN;

  private GraphRanking(GraphNodes nodes, int threads, float[] scores, int batch, int topN, Input in)
      throws OrtException {
    int items = scores.length / batch;
    GraphNodes whole =
        nodes
            .input("scores", DataType.FLOAT, items)
            .longs("count", topN)
            .node("TopK", List.of("ranked", "count"), "values", "positions")
            .output("values", DataType.FLOAT, topN)
            .output("positions", DataType.INT64, topN);
    this.graph = new OpenGraph(whole, threads);
    this.task = in.of(graph);
    this.batch = batch;
    this.topN = topN;
    graph.floatInput("scores", batch, items).put(0, scores);
    graph.floatOutput("values", batch, topN);
    this.positions = graph.longOutput("positions", batch, topN);
  }

  /** TopK alone, with nothing left out. */
  static Ranking unmasked(float[] scores, int batch, int topN, int threads) throws OrtException {
    return new GraphRanking(
        new GraphNodes().node("Identity", List.of("scores"), "ranked"),
        threads,
        scores,
        batch,
        topN,
        graph -> Task.NONE);
  }

  /**
   * Adds a mask, [batch, items], which has minus infinity at the rated items while the graph runs
   * and 0 otherwise.
   *
   * @param rated [batch, rated]
   */
  static Ranking ofAll(float[] scores, int[][] rated, int topN, int threads) throws OrtException {
    int batch = rated.length;
    int items = scores.length / batch;
    return new GraphRanking(
        new GraphNodes()
            .input("mask", DataType.FLOAT, items)
            .node("Add", List.of("scores", "mask"), "ranked"),
        threads,
        scores,
        batch,
        topN,
        graph -> new Mask(graph.floatInput("mask", batch, items), rated, items));
  }

  /**
   * Ranks the candidates' scores alone.
   *
   * @param candidates [batch, candidates]
   */
  static Ranking ofCandidates(float[] scores, int[][] candidates, int topN, int threads)
      throws OrtException {
    int batch = candidates.length;
    int count = candidates[0].length;
    return new GraphRanking(
        new GraphNodes()
            .input("candidates", DataType.INT64, count)
            .node(
                "GatherElements",
                List.of(new GraphNodes.Attribute("axis", 1)),
                List.of("scores", "candidates"),
                "ranked"),
        threads,
        scores,
        batch,
        topN,
        graph -> new Candidates(graph.longInput("candidates", batch, count), candidates));
  }

  @Override
  public int[][] rank() throws OrtException {
    task.write();
    graph.run();
    task.forget();
    int[][] best = new int[batch][topN];
    for (int row = 0; row < batch; row++) {
      for (int i = 0; i < topN; i++) {
        best[row][i] = task.item(row, (int) positions.get(row * topN + i));
      }
    }
    return best;
  }

  @Override
  public void close() throws OrtException {
    graph.close();
  }

  /** Makes the input that says what to rank. */
  private interface Input {
    Task of(OpenGraph graph) throws OrtException;
  }

  /** The items to rank. */
  private interface Task {
    Task NONE = new Task() {};

    default void write() {}

    default void forget() {}

    default int item(int row, int position) {
      return position;
    }
  }

  private record Mask(FloatBuffer mask, int[][] rated, int items) implements Task {
    @Override
    public void write() {
      fill(Float.NEGATIVE_INFINITY);
    }

    @Override
    public void forget() {
      fill(0);
    }

    private void fill(float value) {
      for (int row = 0; row < rated.length; row++) {
        for (int item : rated[row]) {
          mask.put(row * items + item, value);
        }
      }
    }
  }

  private record Candidates(LongBuffer input, int[][] candidates) implements Task {
    @Override
    public void write() {
      int at = 0;
      for (int[] row : candidates) {
        for (int item : row) {
          input.put(at++, item);
        }
      }
    }

    @Override
    public int item(int row, int position) {
      return candidates[row][position];
    }
  }
}
