package io.autorec.trainer.training;

import io.autorec.trainer.network.Centering;
import io.autorec.trainer.network.NetworkShape;
import io.autorec.trainer.network.NetworkWeights;
import io.autorec.trainer.network.RowTransform;
import io.autorec.trainer.training.step.ImplicitFactors;
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

  /**
   * Adds the factors of the rows, see {@link ImplicitFactors}; they are zero. On raw ratings a
   * column's output starts at its mean: without factors that is no gain, with them it is.
   */
  static NetworkWeights withFactors(NetworkWeights drawn, RowTransform transform, int rows) {
    int width = transform.width();
    float[] outputBias = Arrays.copyOf(drawn.outputBias(), width + rows);
    if (transform.centering() == Centering.NONE) {
      for (int column = 0; column < width; column++) {
        outputBias[column] = transform.center(transform.offset(column), column, 0);
      }
    }
    int hidden = drawn.hiddenBias().length;
    return new NetworkWeights(
        longer(drawn.encoder(), rows, hidden),
        drawn.maskEncoder().length == 0
            ? drawn.maskEncoder()
            : longer(drawn.maskEncoder(), rows, hidden),
        drawn.hiddenBias(),
        longer(drawn.decoder(), rows, hidden),
        outputBias);
  }

  private static float[][] longer(float[][] columns, int rows, int hidden) {
    float[][] longer = Arrays.copyOf(columns, columns.length + rows);
    for (int i = columns.length; i < longer.length; i++) {
      longer[i] = new float[hidden];
    }
    return longer;
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
