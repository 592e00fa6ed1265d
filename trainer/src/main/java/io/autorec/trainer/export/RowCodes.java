package io.autorec.trainer.export;

import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.network.NetworkShape;
import io.autorec.trainer.network.NetworkWeights;
import io.autorec.trainer.network.RowTransform;
import io.autorec.trainer.network.TrainedNetwork;

/**
 * The hidden codes g(V r + mu) of every training row, from the observed entries alone.
 *
 * @param codes [rows, hidden]
 * @param rowBiases [rows], the rho of {@link RowTransform}; zeros without centring
 */
record RowCodes(float[] codes, float[] rowBiases) {

  static RowCodes of(TrainedNetwork network, RatingMatrix training) {
    NetworkShape shape = network.shape();
    RowTransform transform = network.transform();
    NetworkWeights weights = network.weights();
    int hidden = shape.hiddenUnits();
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
        if (shape.maskEncoder()) {
          add(code, scale, weights.maskEncoder()[column]);
        }
      }
      for (int unit = 0; unit < hidden; unit++) {
        float sum = (float) (code[unit] + weights.hiddenBias()[unit]);
        codes[row * hidden + unit] = shape.hiddenActivation().apply(sum);
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
