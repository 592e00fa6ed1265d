package io.autorec.trainer.recipe;

import io.autorec.model.RatingScale;

/**
 * What stands around the network in the graph: centring, the fallback of cold rows, clipping.
 *
 * <p>With n observed entries r_j in a row, offset o and damping d:
 *
 * <ul>
 *   <li>centring NONE: the input is r_j, the output is the network's.
 *   <li>centring BIAS: the row's bias is rho = sum(r_j - o_j) / (n + d); the input is r_j - o_j -
 *       rho; o_j + rho is added to the network's output.
 *   <li>a cold row (n = 0) is answered {@code fallback}: the global mean plus the column's bias.
 *   <li>a cold column, which no training row observed, has no decoder weights, and so is answered
 *       the global mean (NONE) or the global mean plus the row's bias (BIAS).
 * </ul>
 *
 * @param centering what is subtracted
 * @param scale the rating scale
 * @param globalMean mean of the training ratings
 * @param columnBiases [width], 0 for cold columns
 * @param coldColumns [width], whether no training row observed the column
 * @param damping the d of the row's bias
 */
public record RowTransform(
    Centering centering,
    RatingScale scale,
    double globalMean,
    float[] columnBiases,
    boolean[] coldColumns,
    double damping) {

  /** Length of a row. */
  public int width() {
    return columnBiases.length;
  }

  /** The global mean plus the column's bias, [width]: the o of the formulas, and the fallback. */
  public float[] offsets() {
    float[] offsets = new float[width()];
    for (int column = 0; column < offsets.length; column++) {
      offsets[column] = (float) (globalMean + columnBiases[column]);
    }
    return offsets;
  }

  /** The output bias that makes a cold column predict what it should, for an output activation. */
  public float coldOutputBias(OutputActivation output) {
    if (centering == Centering.BIAS) {
      return 0;
    }
    if (output == OutputActivation.IDENTITY) {
      return (float) globalMean;
    }
    double share = (globalMean - scale.min()) / (scale.max() - scale.min());
    return (float) Math.log(share / (1 - share));
  }
}
