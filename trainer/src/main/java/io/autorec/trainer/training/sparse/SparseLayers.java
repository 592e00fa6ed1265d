package io.autorec.trainer.training.sparse;

import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.network.NetworkShape;
import io.autorec.trainer.network.NetworkWeights;
import io.autorec.trainer.network.OutputActivation;
import io.autorec.trainer.network.RowTransform;
import io.autorec.trainer.network.TrainedNetwork;
import io.autorec.trainer.training.step.Vectors;

/** The network's forward pass, entry by entry: h(r) = f(W g(V r + U m + mu) + b). */
record SparseLayers(NetworkShape shape, RowTransform transform, NetworkWeights weights) {
  static SparseLayers of(TrainedNetwork network) {
    return new SparseLayers(network.shape(), network.transform(), network.weights());
  }

  /** The hidden units of a row. */
  float[] hidden(RatingMatrix input, int row, float rowBias) {
    float[] units = weights.hiddenBias().clone();
    float scale = transform.inputScale(input.count(row));
    for (int i = input.start(row); i < input.start(row + 1); i++) {
      int column = input.column(i);
      encode(units, column, transform.center(input.rating(i), column, rowBias) * scale, scale);
    }
    activate(units);
    return units;
  }

  /** Adds one observed entry to the hidden units, before their activation. */
  void encode(float[] units, int column, float input, float scale) {
    if (shape.maskEncoder()) {
      Vectors.addScaled(
          units, input, weights.encoder()[column], scale, weights.maskEncoder()[column]);
    } else {
      Vectors.addScaled(units, input, weights.encoder()[column]);
    }
  }

  void activate(float[] units) {
    for (int unit = 0; unit < units.length; unit++) {
      units[unit] = shape.hiddenActivation().apply(units[unit]);
    }
  }

  /** One column of the output, centred. */
  float output(float[] units, int column) {
    float sum = Vectors.dot(units, weights.decoder()[column]) + weights.outputBias()[column];
    if (shape.outputActivation() == OutputActivation.IDENTITY) {
      return sum;
    }
    return RowTransform.NETWORK_MIN + RowTransform.NETWORK_RANGE / (1 + (float) Math.exp(-sum));
  }

  /** The slope of the output activation, from its value. */
  float outputSlope(float output) {
    if (shape.outputActivation() == OutputActivation.IDENTITY) {
      return 1;
    }
    float share = (output - RowTransform.NETWORK_MIN) / RowTransform.NETWORK_RANGE;
    return RowTransform.NETWORK_RANGE * share * (1 - share);
  }

  /** One column of the reconstruction, before clipping. */
  float score(RatingMatrix input, int row, float[] units, int column, float rowBias) {
    return input.count(row) == 0
        ? transform.offset(column)
        : transform.uncenter(output(units, column), column, rowBias);
  }
}
