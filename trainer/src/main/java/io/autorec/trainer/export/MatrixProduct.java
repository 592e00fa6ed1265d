package io.autorec.trainer.export;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.Map;

/**
 * Adds products of rows with a constant matrix to a graph.
 *
 * <p>With {@link WeightType#INT8}, a column w of the matrix is stored as round(127 w / max|w|), and
 * a row x becomes 64 + round(63 x / max|x|) while the graph runs. Each row has its own scale, so
 * that an answer does not depend on the other rows of the batch. A row uses seven bits, not eight:
 * processors without dot-product instructions add two products of bytes in 16 bits, and 2 * 127 *
 * 127 just fits.
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
   * Adds the product of rows, [batch, inner].
   *
   * @param name the name of the matrix
   * @param matrix [inner, columns]
   */
  String of(String rows, String name, FloatMatrix matrix) {
    return type == WeightType.FLOAT32
        ? graph.node("MatMul", rows, graph.constant(name, matrix))
        : integers(rows, name, matrix.toArray(), matrix.rows(), matrix.columns());
  }

  private String integers(String rows, String name, float[] matrix, int inner, int columns) {
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
    String quantized = graph.cast(shifted, DataType.UINT8);
    String product =
        graph.node(
            "MatMulInteger",
            quantized,
            graph.constant(name, levels, inner, columns),
            graph.constant(name + "_row_zero", (byte) ROW_ZERO));
    String scaled = graph.node("Mul", graph.cast(product, DataType.FLOAT), step);
    return graph.node("Mul", scaled, graph.constant(name + "_steps", steps, columns));
  }

  /** max|w| of each column; 1 if all are 0. */
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
