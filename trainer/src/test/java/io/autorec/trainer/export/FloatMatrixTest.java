package io.autorec.trainer.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

final class FloatMatrixTest {
  @Test
  void writeTo_givesRowAfterRow_whenThereAreManyBlocks() throws Exception {
    // Both in one block, and in blocks of 16 rows of which the last is not full.
    for (int[] shape : new int[][] {{2, 3}, {45, 100_000}}) {
      float[][] rows = rows(shape[0], shape[1]);
      float[] expected = flat(rows);
      assertArrayEquals(expected, written(FloatMatrix.of(rows)));
      assertArrayEquals(expected, FloatMatrix.of(rows).toArray());
    }
  }

  @Test
  void ofColumns_isTheTransposedMatrix() throws Exception {
    float[][] columns = rows(100_000, 45);
    float[] expected = new float[45 * 100_000];
    for (int column = 0; column < columns.length; column++) {
      for (int row = 0; row < 45; row++) {
        expected[row * columns.length + column] = columns[column][row];
      }
    }
    assertArrayEquals(expected, written(FloatMatrix.ofColumns(columns)));
    FloatMatrix ofValues = FloatMatrix.ofColumns(flat(columns), 45);
    assertEquals(45, ofValues.rows());
    assertEquals(100_000, ofValues.columns());
    assertArrayEquals(expected, written(ofValues));
  }

  private static float[][] rows(int rows, int columns) {
    float[][] matrix = new float[rows][columns];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        matrix[row][column] = row * 1000f + column;
      }
    }
    return matrix;
  }

  private static float[] flat(float[][] rows) {
    float[] values = new float[rows.length * rows[0].length];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(rows[row], 0, values, row * rows[0].length, rows[0].length);
    }
    return values;
  }

  private static float[] written(FloatMatrix matrix) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    matrix.writeTo(out);
    float[] values = new float[out.size() / Float.BYTES];
    ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    assertEquals(matrix.bytes(), out.size());
    return values;
  }
}
