package io.autorec.trainer.training.dense;

import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.network.RowTransform;

/**
 * The observed entries of some rows, as they go to the device: a dense batch of rows of 480,000
 * columns would be hundreds of times as long.
 *
 * @param rows the number of rows
 * @param cells [entries], the positions in a batch [rows, width], row by row
 * @param targets [entries], the centred ratings, in the network's units
 * @param inputCells the positions in the encoders' input [rows, columns], where the columns of the
 *     mask encoder follow those of the encoder
 * @param inputs aligned with them: the centred ratings, then ones, each times its row's scale
 */
record RatedCells(int rows, long[] cells, float[] targets, long[] inputCells, float[] inputs) {

  /**
   * Collects the entries of rows.
   *
   * @param masks whether there is a mask encoder
   */
  static RatedCells of(RowTransform transform, RatingMatrix matrix, int[] rows, boolean masks) {
    long width = matrix.width();
    long inputWidth = masks ? 2 * width : width;
    long[] cells = cells(matrix, rows);
    int entries = cells.length;
    float[] targets = new float[entries];
    long[] inputCells = new long[masks ? 2 * entries : entries];
    float[] inputs = new float[inputCells.length];
    int entry = 0;
    for (int b = 0; b < rows.length; b++) {
      float rowBias = transform.rowBias(matrix, rows[b]);
      float scale = transform.inputScale(matrix.count(rows[b]));
      for (int i = matrix.start(rows[b]); i < matrix.start(rows[b] + 1); i++, entry++) {
        int column = matrix.column(i);
        targets[entry] = transform.center(matrix.rating(i), column, rowBias);
        inputCells[entry] = b * inputWidth + column;
        inputs[entry] = targets[entry] * scale;
        if (masks) {
          inputCells[entries + entry] = inputCells[entry] + width;
          inputs[entries + entry] = scale;
        }
      }
    }
    return new RatedCells(rows.length, cells, targets, inputCells, inputs);
  }

  /** The positions of the observed entries of rows in a batch [rows, width], row by row. */
  static long[] cells(RatingMatrix matrix, int[] rows) {
    int entries = 0;
    for (int row : rows) {
      entries += matrix.count(row);
    }
    long[] cells = new long[entries];
    int entry = 0;
    for (int b = 0; b < rows.length; b++) {
      for (int i = matrix.start(rows[b]); i < matrix.start(rows[b] + 1); i++) {
        cells[entry++] = (long) b * matrix.width() + matrix.column(i);
      }
    }
    return cells;
  }
}
