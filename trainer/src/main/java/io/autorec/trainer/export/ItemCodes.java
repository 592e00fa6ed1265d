package io.autorec.trainer.export;

import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.recipe.Centering;
import io.autorec.trainer.recipe.HyperParameters;
import io.autorec.trainer.recipe.NetworkWeights;
import io.autorec.trainer.recipe.RowTransform;

/**
 * The hidden codes g(V r + mu) of every training row, from the observed entries alone.
 *
 * @param codes [rows, hidden]
 * @param rowBiases [rows], the rho of {@link RowTransform}; zeros without centring
 */
record ItemCodes(float[] codes, float[] rowBiases) {

  static ItemCodes of(
      HyperParameters hyper,
      RowTransform transform,
      NetworkWeights weights,
      RatingMatrix training) {
    int hidden = hyper.hiddenUnits();
    boolean centred = transform.centering() == Centering.BIAS;
    float[] offsets = transform.offsets();
    float[] codes = new float[training.rows() * hidden];
    float[] rowBiases = new float[training.rows()];
    for (int row = 0; row < training.rows(); row++) {
      int start = training.start(row);
      int end = training.start(row + 1);
      if (centred) {
        double sum = 0;
        for (int i = start; i < end; i++) {
          sum += training.rating(i) - offsets[training.column(i)];
        }
        rowBiases[row] = (float) (sum / (end - start + transform.damping()));
      }
      double[] code = new double[hidden];
      for (int i = start; i < end; i++) {
        int column = training.column(i);
        float rating = training.rating(i);
        float value = centred ? rating - offsets[column] - rowBiases[row] : rating;
        for (int unit = 0; unit < hidden; unit++) {
          code[unit] += (double) value * weights.encoder()[column * hidden + unit];
        }
      }
      for (int unit = 0; unit < hidden; unit++) {
        codes[row * hidden + unit] =
            OnnxExport.activate(
                hyper.hiddenActivation(), (float) (code[unit] + weights.hiddenBias()[unit]));
      }
    }
    return new ItemCodes(codes, rowBiases);
  }
}
