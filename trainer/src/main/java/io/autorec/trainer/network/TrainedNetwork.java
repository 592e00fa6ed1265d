package io.autorec.trainer.network;

import java.util.List;

/**
 * A trained network with the transform around it.
 *
 * @param shape the shape of {@code weights}
 * @param transform the centring, the scaling and the fallback around the network
 * @param weights the parameters
 * @param weightDecay the lambda that each of its networks was trained with; the export fits new
 *     columns with it
 * @param networks the number of networks whose mean this network is
 */
public record TrainedNetwork(
    NetworkShape shape,
    RowTransform transform,
    NetworkWeights weights,
    double weightDecay,
    int networks) {

  /**
   * The user and item biases as a network: without weights, a network that is centred by bias
   * predicts them.
   *
   * @param shape a shape with linear output
   * @param transform the transform, with any centring
   */
  public static TrainedNetwork biases(
      NetworkShape shape, RowTransform transform, double weightDecay) {
    return new TrainedNetwork(
        shape, transform.with(Centering.BIAS), shape.zeros(transform.width()), weightDecay, 1);
  }

  /**
   * The biases that this network is centred by, or would be, as a network of its kind with one
   * hidden unit, which has no weights.
   */
  public TrainedNetwork biases() {
    NetworkShape linear =
        new NetworkShape(
            1, shape.hiddenActivation(), OutputActivation.IDENTITY, shape.maskEncoder());
    return biases(linear, transform, weightDecay);
  }

  /**
   * The network with its output multiplied by a factor. Centred by bias, it predicts the biases and
   * a share of what it predicted beyond them; with a factor of 0 nothing else. The fold-in allows
   * new columns as much less variance.
   */
  public TrainedNetwork scaled(double factor) {
    if (factor == 1) {
      return this;
    }
    if (factor == 0) {
      return biases();
    }
    float[][] decoder = new float[weights.decoder().length][];
    for (int column = 0; column < decoder.length; column++) {
      decoder[column] = times(factor, weights.decoder()[column]);
    }
    return new TrainedNetwork(
        shape,
        transform,
        new NetworkWeights(
            weights.encoder(),
            weights.maskEncoder(),
            weights.hiddenBias(),
            decoder,
            times(factor, weights.outputBias())),
        weightDecay / factor,
        networks);
  }

  private static float[] times(double factor, float[] values) {
    float[] product = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      product[i] = (float) (factor * values[i]);
    }
    return product;
  }

  /**
   * Joins networks into one that predicts their mean: the hidden units of all side by side, the
   * decoder weights divided by their number. The output must be linear in the decoder weights.
   *
   * @param members at least one, all of the same shape; a single one is not copied
   */
  public static TrainedNetwork mean(
      NetworkShape shape,
      RowTransform transform,
      double weightDecay,
      List<NetworkWeights> members) {
    int width = transform.width();
    int units = shape.hiddenUnits();
    int count = members.size();
    if (count == 1) {
      return new TrainedNetwork(shape, transform, members.get(0), weightDecay, 1);
    }
    NetworkShape joined = shape.withHiddenUnits(units * count);
    NetworkWeights mean = joined.zeros(width);
    for (int member = 0; member < count; member++) {
      NetworkWeights weights = members.get(member);
      int at = member * units;
      System.arraycopy(weights.hiddenBias(), 0, mean.hiddenBias(), at, units);
      for (int column = 0; column < width; column++) {
        System.arraycopy(weights.encoder()[column], 0, mean.encoder()[column], at, units);
        if (shape.maskEncoder()) {
          System.arraycopy(weights.maskEncoder()[column], 0, mean.maskEncoder()[column], at, units);
        }
        for (int unit = 0; unit < units; unit++) {
          mean.decoder()[column][at + unit] = weights.decoder()[column][unit] / count;
        }
        mean.outputBias()[column] += weights.outputBias()[column] / count;
      }
    }
    return new TrainedNetwork(joined, transform, mean, weightDecay, count);
  }
}
