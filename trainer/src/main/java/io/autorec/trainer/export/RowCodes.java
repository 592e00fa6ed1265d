package io.autorec.trainer.export;

import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.recipe.HyperParameters;
import io.autorec.trainer.recipe.NetworkWeights;
import io.autorec.trainer.recipe.RowTransform;
import io.autorec.trainer.recipe.TrainedNetwork;

/**
 * The hidden codes g(V r + mu) of every training row, from the observed entries alone.
 *
 * @param codes [rows, hidden]
 * @param rowBiases [rows], the rho of {@link RowTransform}; zeros without centring
 */
record RowCodes(float[] codes, float[] rowBiases) {

  static RowCodes of(TrainedNetwork network, RatingMatrix training) {
    HyperParameters hyper = network.hyper();
    RowTransform transform = network.transform();
    NetworkWeights weights = network.weights();
    int hidden = hyper.hiddenUnits();
    float[] codes = new float[training.rows() * hidden];
    float[] rowBiases = new float[training.rows()];
    for (int row = 0; row < training.rows(); row++) {
      rowBiases[row] = transform.rowBias(training, row);
      float scale = transform.inputScale(training.count(row));
      double[] code = new double[hidden];
      for (int i = training.start(row); i < training.start(row + 1); i++) {
        int column = training.column(i);
        float value = transform.center(training.rating(i), column, rowBiases[row]);
        add(code, value * scale, weights.encoder()[column]);
        if (hyper.maskEncoder()) {
          add(code, scale, weights.maskEncoder()[column]);
        }
      }
      for (int unit = 0; unit < hidden; unit++) {
        float sum = (float) (code[unit] + weights.hiddenBias()[unit]);
        codes[row * hidden + unit] = hyper.hiddenActivation().apply(sum);
      }
    }
    return new RowCodes(codes, rowBiases);
  }

  private static void add(double[] code, float value, float[] weights) {
    for (int unit = 0; unit < code.length; unit++) {
      code[unit] += (double) value * weights[unit];
    }
  }
}
