package io.autorec.trainer.network;

/**
 * The shape of a network h(r) = f(W g(V r + U m + mu) + b) (Sedhain et al., WWW 2015, section 2),
 * with V the encoder and W the decoder.
 *
 * @param hiddenUnits the paper's k
 * @param hiddenActivation the paper's g
 * @param outputActivation the paper's f
 * @param maskEncoder whether there is the second encoder matrix U, which sees the observed mask:
 *     m_j is 1 where r_j is observed
 */
public record NetworkShape(
    int hiddenUnits,
    HiddenActivation hiddenActivation,
    OutputActivation outputActivation,
    boolean maskEncoder) {
  /** The same shape with another number of hidden units. */
  public NetworkShape withHiddenUnits(int units) {
    return new NetworkShape(units, hiddenActivation, outputActivation, maskEncoder);
  }

  /** Parameters of this shape for rows of a width, all zero. */
  public NetworkWeights zeros(int width) {
    return NetworkWeights.zeros(width, hiddenUnits, maskEncoder);
  }
}
