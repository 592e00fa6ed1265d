package io.autorec.trainer.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A constant matrix of a graph, whose rows are worked out a few at a time: weights may take half of
 * the heap, so that there is no room for a second copy in another order.
 *
 * @param source gives its rows
 */
record FloatMatrix(int rows, int columns, Source source) {
  /** The most bytes that are worked out at once, unless {@value #LEAST_ROWS} rows have more. */
  private static final int BLOCK_BYTES = 1 << 22;

  /** A transposed matrix is read this many numbers at a time: those of one cache line. */
  private static final int LEAST_ROWS = 16;

  /** Gives rows of a matrix. */
  interface Source {
    /**
     * Puts some rows into the start of an array, row by row.
     *
     * @param end the row after the last one
     */
    void put(int from, int end, float[] into);
  }

  /** A matrix with the given rows. */
  static FloatMatrix of(float[][] rows) {
    int columns = rows[0].length;
    return new FloatMatrix(
        rows.length,
        columns,
        (from, end, into) -> {
          for (int row = from; row < end; row++) {
            System.arraycopy(rows[row], 0, into, (row - from) * columns, columns);
          }
        });
  }

  /** A matrix with the given columns. */
  static FloatMatrix ofColumns(float[][] columns) {
    int rows = columns[0].length;
    return new FloatMatrix(
        rows,
        columns.length,
        (from, end, into) -> {
          for (int column = 0; column < columns.length; column++) {
            for (int row = from; row < end; row++) {
              into[(row - from) * columns.length + column] = columns[column][row];
            }
          }
        });
  }

  /**
   * A matrix with the given columns, one after the other.
   *
   * @param rows the length of a column
   */
  static FloatMatrix ofColumns(float[] values, int rows) {
    int columns = values.length / rows;
    return new FloatMatrix(
        rows,
        columns,
        (from, end, into) -> {
          for (int column = 0; column < columns; column++) {
            for (int row = from; row < end; row++) {
              into[(row - from) * columns + column] = values[column * rows + row];
            }
          }
        });
  }

  /** The bytes of its numbers. */
  long bytes() {
    return (long) Float.BYTES * rows * columns;
  }

  /** All its numbers, row by row. */
  float[] toArray() {
    float[] values = new float[Math.multiplyExact(rows, columns)];
    source.put(0, rows, values);
    return values;
  }

  /** Writes its numbers row by row, little-endian. */
  void writeTo(OutputStream out) throws IOException {
    int block = Math.min(rows, Math.max(LEAST_ROWS, BLOCK_BYTES / Float.BYTES / columns));
    float[] values = new float[block * columns];
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < rows; from += block) {
      int end = Math.min(rows, from + block);
      source.put(from, end, values);
      bytes.clear().asFloatBuffer().put(values);
      out.write(bytes.array(), 0, (end - from) * columns * Float.BYTES);
    }
  }
}
