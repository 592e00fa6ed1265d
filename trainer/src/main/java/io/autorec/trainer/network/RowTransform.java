package io.autorec.trainer.network;

import io.autorec.model.RatingScale;
import io.autorec.trainer.matrix.RatingMatrix;

/**
 * The part of the graph around the network: centring, the fallback of cold rows, clipping.
 *
 * <p>With n observed entries r_j in a row, offset o and damping d:
 *
 * <ul>
 *   <li>in the network the scale is {@value #NETWORK_RANGE} wide, so that one lambda suits stars,
 *       percents and grades alike. The unit is u = {@value #NETWORK_RANGE} / (max - min), which is
 *       1 on MovieLens's scale from 1 to 5.
 *   <li>centring NONE: the input is {@value #NETWORK_MIN} + u (r_j - min), and the output is
 *       converted back; on a scale from 1 to 5 both are the ratings themselves.
 *   <li>centring BIAS: the row's bias is rho = sum(r_j - o_j) / (n + d); the input is u (r_j - o_j
 *       - rho); o_j + rho is added to the network's output over u.
 *   <li>the input of the encoders, values and mask, is multiplied by (n / m)^-e, with m the mean n
 *       of the training rows and e the exponent. So a row of thousands of ratings does not drive
 *       the hidden units far harder than a row of ten.
 *   <li>for a cold row (n = 0) the prediction is the fallback: the global mean plus the column's
 *       bias.
 *   <li>for a cold column, which no training row observed and which has no decoder weights, the
 *       prediction is o_j + rho, whatever the centring.
 * </ul>
 *
 * @param centering what is subtracted
 * @param scale the rating scale
 * @param globalMean mean of the training ratings
 * @param columnBiases [width], that of the average column for cold columns
 * @param coldColumns [width], whether no training row observed the column
 * @param damping the d of the row's bias
 * @param inputExponent e, from 0 (the paper: no scaling) to 1 (the mean of the row's ratings)
 * @param meanCount m, the observed entries in the average training row, > 0
 */
public record RowTransform(
    Centering centering,
    RatingScale scale,
    double globalMean,
    float[] columnBiases,
    boolean[] coldColumns,
    double damping,
    double inputExponent,
    double meanCount) {

  /** The start of the rating scale in the network. */
  public static final float NETWORK_MIN = 1;

  /** The width of the rating scale in the network. */
  public static final float NETWORK_RANGE = 4;

  /** The u of the formulas. */
  public float unit() {
    return NETWORK_RANGE / (scale.max() - scale.min());
  }

  /** The same transform with another centring. */
  public RowTransform with(Centering other) {
    return new RowTransform(
        other, scale, globalMean, columnBiases, coldColumns, damping, inputExponent, meanCount);
  }

  /** Length of a row. */
  public int width() {
    return columnBiases.length;
  }

  /** The row's bias, as the network's input and output have it: rho, and 0 without centring. */
  public float rowBias(RatingMatrix matrix, int row) {
    return centering == Centering.NONE ? 0 : rho(matrix, row);
  }

  /** The row's bias rho, whatever the centring. */
  public float rho(RatingMatrix matrix, int row) {
    double sum = 0;
    for (int i = matrix.start(row); i < matrix.start(row + 1); i++) {
      sum += matrix.rating(i) - offset(matrix.column(i));
    }
    return (float) (sum / (matrix.count(row) + damping));
  }

  /** Converts a rating to the network's units, before scaling. */
  public float center(float rating, int column, float rowBias) {
    return centering == Centering.NONE
        ? NETWORK_MIN + unit() * (rating - scale.min())
        : unit() * (rating - offset(column) - rowBias);
  }

  /** The root mean square of the input of some rows, before its scaling by their lengths. */
  public double typicalInput(RatingMatrix rows) {
    double squares = 0;
    for (int row = 0; row < rows.rows(); row++) {
      float rowBias = rowBias(rows, row);
      for (int i = rows.start(row); i < rows.start(row + 1); i++) {
        float input = center(rows.rating(i), rows.column(i), rowBias);
        squares += (double) input * input;
      }
    }
    return Math.sqrt(squares / rows.size());
  }

  /** Converts the network's output to a rating. */
  public float uncenter(float output, int column, float rowBias) {
    return centering == Centering.NONE
        ? scale.min() + (output - NETWORK_MIN) / unit()
        : output / unit() + offset(column) + rowBias;
  }

  /** The factor of the encoders' input in a row with a number of observed entries. */
  public float inputScale(int count) {
    return (float) Math.pow(Math.max(count, 1) / meanCount, -inputExponent);
  }

  /** The global mean plus the column's bias: the o of the formulas, and the fallback. */
  public float offset(int column) {
    return (float) (globalMean + columnBiases[column]);
  }

  /**
   * Puts the fallback of cold columns in the place of what a network predicts.
   *
   * @param predictions [rows, width], of these rows of the input
   */
  public void answerColdColumns(RatingMatrix input, int[] rows, float[] predictions) {
    for (int i = 0; i < rows.length; i++) {
      float rho = rho(input, rows[i]);
      for (int column = 0; column < width(); column++) {
        if (coldColumns[column]) {
          predictions[i * width() + column] = offset(column) + rho;
        }
      }
    }
  }

  /** The global mean plus the column's bias, [width]: the o of the formulas, and the fallback. */
  public float[] offsets() {
    float[] offsets = new float[width()];
    for (int column = 0; column < offsets.length; column++) {
      offsets[column] = offset(column);
    }
    return offsets;
  }

  /** The output bias of a cold column, with which the network alone predicts the global mean. */
  public float coldOutputBias(OutputActivation output) {
    if (centering == Centering.BIAS) {
      return 0;
    }
    double share = (globalMean - scale.min()) / (scale.max() - scale.min());
    if (output == OutputActivation.IDENTITY) {
      return (float) (NETWORK_MIN + NETWORK_RANGE * share);
    }
    return (float) Math.log(share / (1 - share));
  }
}
