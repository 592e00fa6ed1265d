package io.autorec.trainer.training.dense;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.autorec.model.RowEncoding;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.matrix.RatingMatrix;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Turns sparse rows into a dense array, through one direct buffer that is reused and kept clean.
 *
 * <p>On the CPU, DJL's {@code create} does not copy: the array is the buffer. So a batch is valid
 * until the next is loaded, and its ratings are removed only then.
 */
final class RowBatch {
  private final int width;
  private final ByteBuffer bytes;
  private final FloatBuffer floats;
  private Runnable undo = () -> {};

  RowBatch(int maxRows, int width) {
    long size = (long) maxRows * width * Float.BYTES;
    if (size > Integer.MAX_VALUE) {
      throw new InputException(
          "batch size: %s (expected: <= %s for rows of %s)"
              .formatted(maxRows, Integer.MAX_VALUE / (Float.BYTES * (long) width), width));
    }
    this.width = width;
    this.bytes = ByteBuffer.allocateDirect((int) size).order(ByteOrder.nativeOrder());
    this.floats = bytes.asFloatBuffer();
    RowEncoding.clear(floats);
  }

  /**
   * Some rows of a matrix as [rows.length, width], NaN where unobserved; valid until the next call.
   */
  NDArray load(NDManager manager, RatingMatrix matrix, int[] rows) {
    undo.run();
    for (int b = 0; b < rows.length; b++) {
      for (int i = matrix.start(rows[b]); i < matrix.start(rows[b] + 1); i++) {
        RowEncoding.observe(floats, b, width, matrix.column(i), matrix.rating(i));
      }
    }
    bytes.position(0).limit(rows.length * width * Float.BYTES);
    // DJL's set() would do, too, but has PyTorch print a warning of its own.
    NDArray batch = manager.create(bytes, new Shape(rows.length, width), DataType.FLOAT32);
    undo =
        () -> {
          for (int b = 0; b < rows.length; b++) {
            for (int i = matrix.start(rows[b]); i < matrix.start(rows[b] + 1); i++) {
              RowEncoding.forget(floats, b, width, matrix.column(i));
            }
          }
        };
    return batch;
  }
}
