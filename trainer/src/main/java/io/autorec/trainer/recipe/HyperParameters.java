package io.autorec.trainer.recipe;

/**
 * How the network is built and trained: h(r) = f(W g(V r + mu) + b) (Sedhain et al., WWW 2015,
 * section 2), with V the encoder, W the decoder.
 *
 * <p>The training objective is the paper's equation 3,
 *
 * <pre>1/2 sum over observed (r - h(r))^2  +  lambda/2 (|V|^2 + |W|^2),</pre>
 *
 * summed over the whole training set; a mini-batch of B of R rows adds its own errors and B/R of
 * the penalty. Biases are not decayed.
 *
 * @param hiddenUnits the paper's k
 * @param hiddenActivation the paper's g
 * @param outputActivation the paper's f
 * @param centering what is subtracted before and added after
 * @param maskEncoder whether a second encoder matrix sees the observed mask: the hidden layer is
 *     then g(V r + U m + mu), m_j being 1 where r_j is observed; U is decayed like V
 * @param inputExponent e of {@link RowTransform}, in [0, 1]
 * @param learningRate Adam's step size at the first update; decays along a cosine to {@value
 *     #FINAL_LEARNING_RATE_SHARE} of it at the last
 * @param weightDecay the paper's lambda
 * @param batchSize rows in a mini-batch
 * @param epochs passes over the training rows
 * @param patience epochs without improvement on the validation ratings after which training stops
 * @param networks how many are trained from different seeds, to predict their mean
 * @param seed of the initial weights and the order of the rows
 */
public record HyperParameters(
    int hiddenUnits,
    HiddenActivation hiddenActivation,
    OutputActivation outputActivation,
    Centering centering,
    boolean maskEncoder,
    double inputExponent,
    double learningRate,
    double weightDecay,
    int batchSize,
    int epochs,
    int patience,
    int networks,
    long seed) {

  /** Where the cosine ends, as a share of the first learning rate. */
  public static final double FINAL_LEARNING_RATE_SHARE = 0.02;

  public HyperParameters {
    require(hiddenUnits > 0, "hidden units", hiddenUnits, "> 0");
    require(inputExponent >= 0 && inputExponent <= 1, "input exponent", inputExponent, "0 to 1");
    require(
        learningRate > 0 && Double.isFinite(learningRate), "learning rate", learningRate, "> 0");
    require(weightDecay >= 0 && Double.isFinite(weightDecay), "weight decay", weightDecay, ">= 0");
    require(batchSize > 0, "batch size", batchSize, "> 0");
    require(epochs > 0, "epochs", epochs, "> 0");
    require(patience > 0, "patience", patience, "> 0");
    require(networks > 0, "networks", networks, "> 0");
    if (networks > 1 && outputActivation != OutputActivation.IDENTITY) {
      throw new IllegalArgumentException(
          "networks: "
              + networks
              + " (expected: 1 with output activation "
              + outputActivation
              + ")");
    }
    if (outputActivation == OutputActivation.SIGMOID && centering != Centering.NONE) {
      throw new IllegalArgumentException(
          "output activation: sigmoid (expected: identity, since centring by "
              + centering
              + " leaves residuals of either sign)");
    }
  }

  /** The same with another size of the hidden layer. */
  HyperParameters withHiddenUnits(int units) {
    return new HyperParameters(
        units,
        hiddenActivation,
        outputActivation,
        centering,
        maskEncoder,
        inputExponent,
        learningRate,
        weightDecay,
        batchSize,
        epochs,
        patience,
        networks,
        seed);
  }

  private static void require(boolean valid, String name, Object value, String expected) {
    if (!valid) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
    }
  }
}
