package io.autorec.bench.micro;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnxruntime.OrtException;
import io.autorec.model.RowEncoding;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.List;

/** Encoders run by ONNX Runtime. Their inputs stay in place: filling them is not measured. */
final class GraphEncoder implements Encoder {
  private final OpenGraph graph;
  private final FloatBuffer sums;

  private GraphEncoder(OpenGraph graph, FloatBuffer sums) {
    this.graph = graph;
    this.sums = sums;
  }

  /**
   * Multiplies whole rows, which have 0 where nothing was rated.
   *
   * @param rated [batch, rated]
   * @param matrix [items, units]
   */
  static Encoder dense(int[][] rated, float[] matrix, int units, int threads) throws OrtException {
    return dense(new GraphNodes(), "ratings", 0, rated, matrix, units, threads);
  }

  /** The same of rows as the server writes them: NaN becomes 0 in the graph. */
  static Encoder denseFromNan(int[][] rated, float[] matrix, int units, int threads)
      throws OrtException {
    GraphNodes nodes =
        new GraphNodes()
            .floats("zero", new float[1])
            .node("IsNaN", List.of("ratings"), "unobserved")
            .node("Where", List.of("unobserved", "zero", "ratings"), "zeroed");
    return dense(nodes, "zeroed", RowEncoding.UNOBSERVED, rated, matrix, units, threads);
  }

  /** The same again over the items alone that anyone in the batch has rated. */
  static Encoder observedColumns(int[][] rated, float[] matrix, int units, int threads)
      throws OrtException {
    GraphNodes nodes =
        new GraphNodes()
            .floats("zero", new float[1])
            .longs("axis", 0)
            .node("IsNaN", List.of("ratings"), "unobserved")
            .node("Not", List.of("unobserved"), "observed")
            .node("Where", List.of("unobserved", "zero", "ratings"), "zeroed")
            .node("Cast", List.of(new GraphNodes.Attribute("to", 1)), List.of("observed"), "mask")
            .node(
                "ReduceMax",
                List.of(
                    new GraphNodes.Attribute("axes", 0), new GraphNodes.Attribute("keepdims", 0)),
                List.of("mask"),
                "rated")
            .node("NonZero", List.of("rated"), "found")
            .node("Squeeze", List.of("found", "axis"), "columns")
            .node(
                "Gather",
                List.of(new GraphNodes.Attribute("axis", 1)),
                List.of("zeroed", "columns"),
                "rows")
            .node("Gather", List.of("matrix", "columns"), "gathered");
    return multiply(
        nodes, "rows", "gathered", RowEncoding.UNOBSERVED, rated, matrix, units, threads);
  }

  private static Encoder dense(
      GraphNodes nodes,
      String rows,
      float unobserved,
      int[][] rated,
      float[] matrix,
      int units,
      int threads)
      throws OrtException {
    return multiply(nodes, rows, "matrix", unobserved, rated, matrix, units, threads);
  }

  private static Encoder multiply(
      GraphNodes nodes,
      String rows,
      String factor,
      float unobserved,
      int[][] rated,
      float[] matrix,
      int units,
      int threads)
      throws OrtException {
    int batch = rated.length;
    int items = matrix.length / units;
    OpenGraph graph =
        new OpenGraph(
            nodes
                .input("ratings", DataType.FLOAT, items)
                .floats("matrix", matrix, items, units)
                .node("MatMul", List.of(rows, factor), "sums")
                .output("sums", DataType.FLOAT, units),
            threads);
    FloatBuffer ratings = graph.floatInput("ratings", batch, items);
    for (int i = 0; i < ratings.capacity(); i++) {
      ratings.put(i, unobserved);
    }
    for (int row = 0; row < batch; row++) {
      for (int item : rated[row]) {
        ratings.put(row * items + item, RatedItems.rating(item));
      }
    }
    return new GraphEncoder(graph, graph.floatOutput("sums", batch, units));
  }

  /** Gathers the rated items' rows of the matrix, multiplies them and adds them up. */
  static Encoder gatherReduceSum(int[][] rated, float[] matrix, int units, int threads)
      throws OrtException {
    GraphNodes nodes =
        gathered(matrix, units, rated[0].length)
            .longs("axis", 1)
            .input("ratings", DataType.FLOAT, rated[0].length, 1)
            .node("Mul", List.of("rows", "ratings"), "products")
            .node(
                "ReduceSum",
                List.of(new GraphNodes.Attribute("keepdims", 0)),
                List.of("products", "axis"),
                "sums")
            .output("sums", DataType.FLOAT, units);
    return open(nodes, threads, rated, new long[] {rated.length, rated[0].length, 1}, units);
  }

  /** Gathers the same rows and multiplies each user's by the ratings, as a product of matrices. */
  static Encoder gatherMatMul(int[][] rated, float[] matrix, int units, int threads)
      throws OrtException {
    GraphNodes nodes =
        gathered(matrix, units, rated[0].length)
            .longs("axis", 1)
            .input("ratings", DataType.FLOAT, 1, rated[0].length)
            .node("MatMul", List.of("ratings", "rows"), "products")
            .node("Squeeze", List.of("products", "axis"), "sums")
            .output("sums", DataType.FLOAT, units);
    return open(nodes, threads, rated, new long[] {rated.length, 1, rated[0].length}, units);
  }

  private static GraphNodes gathered(float[] matrix, int units, int count) {
    return new GraphNodes()
        .input("items", DataType.INT64, count)
        .floats("matrix", matrix, matrix.length / units, units)
        .node("Gather", List.of("matrix", "items"), "rows");
  }

  private static Encoder open(
      GraphNodes nodes, int threads, int[][] rated, long[] ratingsShape, int units)
      throws OrtException {
    OpenGraph graph = new OpenGraph(nodes, threads);
    LongBuffer items = graph.longInput("items", rated.length, rated[0].length);
    FloatBuffer ratings = graph.floatInput("ratings", ratingsShape);
    int at = 0;
    for (int[] row : rated) {
      for (int item : row) {
        items.put(at, item);
        ratings.put(at++, RatedItems.rating(item));
      }
    }
    return new GraphEncoder(graph, graph.floatOutput("sums", rated.length, units));
  }

  @Override
  public FloatBuffer encode() throws OrtException {
    graph.run();
    return sums;
  }

  @Override
  public void close() throws OrtException {
    graph.close();
  }
}
