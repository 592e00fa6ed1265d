package io.autorec.trainer.training;

import io.autorec.trainer.network.NetworkShape;
import io.autorec.trainer.network.NetworkWeights;
import io.autorec.trainer.network.RowTransform;
import java.util.Arrays;
import java.util.Random;

/** The weights that training starts from. */
final class InitialWeights {
  private InitialWeights() {}

  /**
   * Draws Glorot-uniform weights (Glorot and Bengio, AISTATS 2010, equation 16), with zero biases.
   * A cold column gets zero decoder weights and the bias of its fixed prediction, which training
   * does not change.
   */
  static NetworkWeights draw(NetworkShape shape, RowTransform transform, long seed) {
    int width = transform.width();
    int hidden = shape.hiddenUnits();
    Random random = new Random(seed);
    float bound = (float) Math.sqrt(6.0 / (width + hidden));
    float[][] encoder = uniform(random, width, hidden, bound);
    float[][] decoder = uniform(random, width, hidden, bound);
    float[][] maskEncoder = uniform(random, shape.maskEncoder() ? width : 0, hidden, bound);
    float[] outputBias = new float[width];
    for (int column = 0; column < width; column++) {
      if (transform.coldColumns()[column]) {
        Arrays.fill(encoder[column], 0);
        Arrays.fill(decoder[column], 0);
        if (shape.maskEncoder()) {
          Arrays.fill(maskEncoder[column], 0);
        }
        outputBias[column] = transform.coldOutputBias(shape.outputActivation());
      }
    }
    return new NetworkWeights(encoder, maskEncoder, new float[hidden], decoder, outputBias);
  }

  private static float[][] uniform(Random random, int rows, int columns, float bound) {
    float[][] values = new float[rows][columns];
    for (float[] row : values) {
      for (int i = 0; i < columns; i++) {
        row[i] = (random.nextFloat() * 2 - 1) * bound;
      }
    }
    return values;
  }
}
