package io.autorec.trainer.recipe;

import java.util.List;

/**
 * A network and what stands around it.
 *
 * @param hyper how it was built; {@code hiddenUnits} are those of {@code weights}
 */
public record TrainedNetwork(
    HyperParameters hyper, RowTransform transform, NetworkWeights weights) {

  /**
   * Networks as one that says their mean: the hidden units of all side by side, the decoder weights
   * over their number. The output must be linear in them.
   *
   * @param members at least one, all trained by {@code hyper}; a single one is not copied
   */
  public static TrainedNetwork mean(
      HyperParameters hyper, RowTransform transform, List<NetworkWeights> members) {
    int width = transform.width();
    int units = hyper.hiddenUnits();
    int count = members.size();
    if (count == 1) {
      return new TrainedNetwork(hyper, transform, members.get(0));
    }
    NetworkWeights mean = NetworkWeights.zeros(width, units * count, hyper.maskEncoder());
    for (int member = 0; member < count; member++) {
      NetworkWeights weights = members.get(member);
      int at = member * units;
      System.arraycopy(weights.hiddenBias(), 0, mean.hiddenBias(), at, units);
      for (int column = 0; column < width; column++) {
        System.arraycopy(weights.encoder()[column], 0, mean.encoder()[column], at, units);
        if (hyper.maskEncoder()) {
          System.arraycopy(weights.maskEncoder()[column], 0, mean.maskEncoder()[column], at, units);
        }
        for (int unit = 0; unit < units; unit++) {
          mean.decoder()[column][at + unit] = weights.decoder()[column][unit] / count;
        }
        mean.outputBias()[column] += weights.outputBias()[column] / count;
      }
    }
    return new TrainedNetwork(hyper.withHiddenUnits(units * count), transform, mean);
  }
}
