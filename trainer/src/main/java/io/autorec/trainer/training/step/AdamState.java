package io.autorec.trainer.training.step;

import io.autorec.trainer.network.NetworkWeights;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a network, and Adam's moments of them in the same shape.
 *
 * @param weights the parameters
 * @param means the first moments
 * @param variances the second moments
 * @param gradients what {@link ImplicitFactors} have gathered since their last step; null without
 *     factors
 */
public record AdamState(
    NetworkWeights weights,
    NetworkWeights means,
    NetworkWeights variances,
    @Nullable NetworkWeights gradients) {
  /** Parameters that no step has moved. */
  public static AdamState start(NetworkWeights weights) {
    return new AdamState(weights, weights.zeros(), weights.zeros(), null);
  }
}
