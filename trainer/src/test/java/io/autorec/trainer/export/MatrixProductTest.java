package io.autorec.trainer.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnx.proto.OnnxMl;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class MatrixProductTest {
  @Property(tries = 30)
  void int8_isNearFloat_andTheSameForARowAlone(
      @ForAll @IntRange(min = 1, max = 70) int inner,
      @ForAll @IntRange(min = 1, max = 70) int columns,
      @ForAll @IntRange(min = 1, max = 9) int batch,
      @ForAll long seed)
      throws Exception {
    Random random = new Random(seed);
    float[] matrix = normals(random, inner * columns);
    float[][] rows = new float[batch][];
    for (int b = 0; b < batch; b++) {
      rows[b] = normals(random, inner);
    }
    float[][] exact = product(WeightType.FLOAT32, rows, matrix, columns);
    float[][] bytes = product(WeightType.INT8, rows, matrix, columns);
    for (int b = 0; b < batch; b++) {
      for (int column = 0; column < columns; column++) {
        double bound = errorBound(rows[b], matrix, column, columns);
        assertEquals(exact[b][column], bytes[b][column], bound + 1e-4);
      }
      float[][] alone = product(WeightType.INT8, new float[][] {rows[b]}, matrix, columns);
      assertArrayEquals(bytes[b], alone[0]);
    }
  }

  @Property(tries = 10)
  void int8_isExact_whenAllAreLargest(@ForAll @IntRange(min = 1, max = 2000) int inner)
      throws Exception {
    // Where products of bytes are added in 16 bits, this is the sum that would not fit.
    float[] ones = new float[inner];
    Arrays.fill(ones, 1);
    float[] matrix = new float[2 * inner];
    for (int i = 0; i < inner; i++) {
      matrix[2 * i] = 1;
      matrix[2 * i + 1] = -1;
    }
    float[] zeros = new float[inner];
    float[][] products = product(WeightType.INT8, new float[][] {ones, zeros}, matrix, 2);
    assertArrayEquals(new float[] {inner, -inner}, products[0], inner * 1e-6f);
    assertArrayEquals(new float[] {0, 0}, products[1]);
  }

  /** Half a step for each factor of each term. */
  private static double errorBound(float[] row, float[] matrix, int column, int columns) {
    double rowStep = 0;
    double weightStep = 0;
    for (int i = 0; i < row.length; i++) {
      rowStep = Math.max(rowStep, Math.abs(row[i]) / 63);
      weightStep = Math.max(weightStep, Math.abs(matrix[i * columns + column]) / 127);
    }
    double bound = 0;
    for (int i = 0; i < row.length; i++) {
      double weight = Math.abs(matrix[i * columns + column]);
      bound += weight * rowStep / 2 + (Math.abs(row[i]) + rowStep / 2) * weightStep / 2;
    }
    return bound;
  }

  private static float[] normals(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static float[][] product(WeightType type, float[][] rows, float[] matrix, int columns)
      throws Exception {
    int inner = rows[0].length;
    GraphBuilder graph = new GraphBuilder("product");
    graph.input("rows", OnnxMl.TensorProto.DataType.FLOAT, inner);
    String product =
        new MatrixProduct(graph, type)
            .of(
                "rows",
                "matrix",
                new FloatMatrix(
                    inner,
                    columns,
                    (from, end, into) ->
                        System.arraycopy(matrix, from * columns, into, 0, (end - from) * columns)));
    graph.output(product, "product", columns);
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(graph.build(Map.of()).toByteArray());
        OnnxTensor input = OnnxTensor.createTensor(environment, rows);
        OrtSession.Result result = session.run(Map.of("rows", input))) {
      return (float[][]) result.get(0).getValue();
    }
  }
}
