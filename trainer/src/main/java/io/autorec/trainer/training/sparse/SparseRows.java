package io.autorec.trainer.training.sparse;

import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.network.RowTransform;

/**
 * Some rows of a batch, arranged by column: the weights of a column are then fetched once for all
 * the rows that observe it.
 *
 * <p>Column c has the entries columnStarts[c] to columnStarts[c + 1]; entry e is in row rowOf[e],
 * counted from the first of these rows, and rows ascend within a column.
 */
final class SparseRows {
  final int[] columnStarts;
  final int[] rowOf;

  /** The encoder's input: the centred rating times its row's scale. */
  final float[] inputs;

  /** The target, which is the centred rating; later the error of the network. */
  final float[] errors;

  /** The mask encoder's input, by row. */
  final float[] rowScales;

  /** Sum of the squared errors of each row. */
  final double[] squaredErrors;

  /** Values of the hidden units, [row][hidden]. */
  float[][] hidden = {};

  /**
   * The gradient of the objective with respect to the hidden units before their activation,
   * [row][hidden].
   */
  float[][] hiddenGradients = {};

  SparseRows(RowTransform transform, RatingMatrix matrix, int[] batch, int from, int to) {
    int width = matrix.width();
    columnStarts = new int[width + 1];
    for (int b = from; b < to; b++) {
      for (int i = matrix.start(batch[b]); i < matrix.start(batch[b] + 1); i++) {
        columnStarts[matrix.column(i) + 1]++;
      }
    }
    for (int column = 0; column < width; column++) {
      columnStarts[column + 1] += columnStarts[column];
    }
    int entries = columnStarts[width];
    rowOf = new int[entries];
    inputs = new float[entries];
    errors = new float[entries];
    rowScales = new float[to - from];
    squaredErrors = new double[to - from];
    int[] next = columnStarts.clone();
    for (int b = from; b < to; b++) {
      int row = batch[b];
      float rowBias = transform.rowBias(matrix, row);
      float scale = transform.inputScale(matrix.count(row));
      rowScales[b - from] = scale;
      for (int i = matrix.start(row); i < matrix.start(row + 1); i++) {
        int column = matrix.column(i);
        int entry = next[column]++;
        rowOf[entry] = b - from;
        errors[entry] = transform.center(matrix.rating(i), column, rowBias);
        inputs[entry] = errors[entry] * scale;
      }
    }
  }

  int rows() {
    return rowScales.length;
  }
}
