package io.autorec.trainer.export;

import ai.onnx.proto.OnnxMl;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Adds products of rows with a constant matrix to a graph.
 *
 * <p>A product with rows that are mostly 0 may go over the columns alone in which some row is not:
 * their rows of the matrix are gathered first. For a single row of ratings that is a few hundred
 * rows of thousands; where many columns are wanted, gathering costs more than it saves.
 *
 * <p>As {@link WeightType#INT8}, a column w of the matrix is kept as round(127 w / max|w|), and a
 * row x becomes 64 + round(63 x / max|x|) while the graph runs. Each row has a scale of its own, so
 * that an answer does not depend on the rows beside it. Seven bits of the row are used and not
 * eight: processors without dot-product instructions add two products of a byte each in 16 bits,
 * which 2 * 127 * 127 just fits.
 */
final class MatrixProduct {
  private static final int ROW_LEVELS = 63;
  private static final int ROW_ZERO = 64;
  private static final int WEIGHT_LEVELS = 127;

  private final GraphBuilder graph;
  private final WeightType type;

  MatrixProduct(GraphBuilder graph, WeightType type) {
    this.graph = graph;
    this.type = type;
  }

  /**
   * The columns of a batch of rows that are not 0 in all of them.
   *
   * @param positions int64 [any number]
   * @param few a bool: whether there are so few that gathering them is faster
   */
  record Columns(String positions, String few) {
    /** Adds the nodes that find them in rows, [batch, width], of numbers from 0 up. */
    static Columns nonZero(GraphBuilder graph, WeightType type, String rows, int width) {
      Map<String, Object> overRows = Map.of("axes", new long[] {0}, "keepdims", 0L);
      String found = graph.node("NonZero", graph.node("ReduceMax", overRows, rows));
      String count = graph.node("Size", found);
      String few =
          graph.node(
              "And",
              graph.node("Greater", count, graph.constant("no_columns", 0L)),
              graph.node(
                  "Less", count, graph.constant("many_columns", (long) width / manyColumns(type))));
      return new Columns(graph.node("Squeeze", found, graph.constant("only_axis", 0L)), few);
    }
  }

  /** From one column in so many, gathering is slower: docs/serving.md has what was measured. */
  private static int manyColumns(WeightType type) {
    return switch (type) {
      case FLOAT32 -> 4;
      // A matrix that is not a constant has to be packed for the product.
      case INT8 -> 16;
    };
  }

  /** Rows times a matrix, as nodes of a graph. */
  private interface Multiplication {
    String of(GraphBuilder graph, String rows, String matrix);
  }

  /**
   * The product of rows, [batch, inner].
   *
   * @param name of the matrix
   * @param matrix [inner, columns], row-major
   */
  String of(String rows, String name, float[] matrix, int inner, int columns) {
    return product(rows, null, name, matrix, inner, columns);
  }

  /** The same, for rows that are 0 in all other columns than some. */
  String of(String rows, Columns nonZero, String name, float[] matrix, int inner, int columns) {
    return product(rows, nonZero, name, matrix, inner, columns);
  }

  private String product(
      String rows, @Nullable Columns nonZero, String name, float[] matrix, int inner, int columns) {
    if (type == WeightType.INT8) {
      return integers(rows, nonZero, name, matrix, inner, columns);
    }
    return multiply(
        rows,
        nonZero,
        graph.constant(name, matrix, inner, columns),
        OnnxMl.TensorProto.DataType.FLOAT,
        columns,
        (in, left, right) -> in.node("MatMul", left, right));
  }

  private String multiply(
      String rows,
      @Nullable Columns nonZero,
      String matrix,
      OnnxMl.TensorProto.DataType type,
      int columns,
      Multiplication product) {
    if (nonZero == null) {
      return product.of(graph, rows, matrix);
    }
    return graph.either(
        nonZero.few,
        type,
        columns,
        few ->
            product.of(
                few,
                few.node("Gather", Map.of("axis", 1L), rows, nonZero.positions),
                few.node("Gather", matrix, nonZero.positions)),
        many -> product.of(many, rows, matrix));
  }

  private String integers(
      String rows, @Nullable Columns nonZero, String name, float[] matrix, int inner, int columns) {
    float[] largest = largestOfColumns(matrix, columns);
    byte[] levels = new byte[matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      levels[i] = (byte) Math.round(WEIGHT_LEVELS * matrix[i] / largest[i % columns]);
    }
    float[] steps = new float[columns];
    for (int column = 0; column < columns; column++) {
      steps[column] = largest[column] / WEIGHT_LEVELS;
    }
    String largestInRow =
        graph.node("ReduceMax", Map.of("axes", new long[] {1}), graph.node("Abs", rows));
    String step =
        graph.node(
            "Max",
            graph.times(largestInRow, 1.0 / ROW_LEVELS),
            graph.constant(name + "_least_step", (double) Float.MIN_NORMAL));
    String shifted = graph.plus(graph.node("Round", graph.node("Div", rows, step)), ROW_ZERO);
    String quantized = graph.cast(shifted, OnnxMl.TensorProto.DataType.UINT8);
    String rowZero = graph.constant(name + "_row_zero", (byte) ROW_ZERO);
    String product =
        multiply(
            quantized,
            nonZero,
            graph.constant(name, levels, inner, columns),
            OnnxMl.TensorProto.DataType.INT32,
            columns,
            (in, left, right) -> in.node("MatMulInteger", left, right, rowZero));
    String scaled = graph.node("Mul", graph.cast(product, OnnxMl.TensorProto.DataType.FLOAT), step);
    return graph.node("Mul", scaled, graph.constant(name + "_steps", steps, columns));
  }

  /** max|w| of each column; 1 where all are 0. */
  private static float[] largestOfColumns(float[] matrix, int columns) {
    float[] largest = new float[columns];
    for (int i = 0; i < matrix.length; i++) {
      largest[i % columns] = Math.max(largest[i % columns], Math.abs(matrix[i]));
    }
    for (int column = 0; column < columns; column++) {
      largest[column] = largest[column] == 0 ? 1 : largest[column];
    }
    return largest;
  }
}
