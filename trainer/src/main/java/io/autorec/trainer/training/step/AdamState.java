package io.autorec.trainer.training.step;

import io.autorec.trainer.network.NetworkWeights;

/**
 * The parameters of a network, and Adam's moments of them in the same shape.
 *
 * @param weights the parameters
 * @param means the first moments
 * @param variances the second moments
 */
public record AdamState(NetworkWeights weights, NetworkWeights means, NetworkWeights variances) {
  /** Parameters that no step has moved. */
  public static AdamState start(NetworkWeights weights) {
    int width = weights.encoder().length;
    int hidden = weights.hiddenBias().length;
    boolean masked = weights.maskEncoder().length > 0;
    return new AdamState(
        weights,
        NetworkWeights.zeros(width, hidden, masked),
        NetworkWeights.zeros(width, hidden, masked));
  }
}
