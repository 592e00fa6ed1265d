package io.autorec.trainer.settings;

/**
 * What the validation ratings choose in a run.
 *
 * @param shares the shares of raw networks, residual networks and biases; networks of both
 *     centrings are trained for it
 * @param weightDecay lambda, along a path from the default
 * @param implicitFactors whether the networks of the better centring have implicit factors
 */
public record Selection(boolean shares, boolean weightDecay, boolean implicitFactors) {
  /** Nothing but the epoch is chosen. */
  public static final Selection NONE = new Selection(false, false, false);
}
