package io.autorec.trainer.settings;

import io.autorec.trainer.network.Centering;
import io.autorec.trainer.network.HiddenActivation;
import io.autorec.trainer.network.NetworkShape;
import io.autorec.trainer.network.OutputActivation;
import io.autorec.trainer.network.RowTransform;

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
 * @param networks the number of networks that are trained from different seeds, to predict their
 *     mean
 * @param residualShare the share of networks centred by bias in the prediction; 0 if there are
 *     none. If there are, as many are trained as there are others, see {@link #residual}
 * @param seed the seed of the initial weights and the order of the rows
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
    double residualShare,
    long seed) {

  /** The end of the cosine schedule, as a share of the first learning rate. */
  public static final double FINAL_LEARNING_RATE_SHARE = 0.02;

  /**
   * Lambda of the networks centred by bias beside others. From 20 to 60, it changes little on dense
   * data.
   */
  static final double RESIDUAL_WEIGHT_DECAY = 40;

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
    require(
        residualShare == 0
            || (residualShare > 0 && residualShare < 1 && centering == Centering.NONE),
        "residual share",
        residualShare,
        centering == Centering.NONE ? "0 to below 1" : "0 with centring by " + centering);
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

  /** The shape of each network. */
  public NetworkShape shape() {
    return new NetworkShape(hiddenUnits, hiddenActivation, outputActivation, maskEncoder);
  }

  /** The number of networks that are trained in all. */
  public int allNetworks() {
    return residualShare > 0 ? 2 * networks : networks;
  }

  /** The hyper-parameters of the networks centred by bias. */
  public HyperParameters residual() {
    return with(
        hiddenUnits, OutputActivation.IDENTITY, Centering.BIAS, RESIDUAL_WEIGHT_DECAY, networks, 0);
  }

  /**
   * The hyper-parameters of a single network centred by bias. With zero weights it is the bias
   * baseline.
   */
  public HyperParameters biases(int units) {
    return with(units, OutputActivation.IDENTITY, Centering.BIAS, weightDecay, 1, 0);
  }

  private HyperParameters with(
      int units,
      OutputActivation output,
      Centering centred,
      double lambda,
      int count,
      double share) {
    return new HyperParameters(
        units,
        hiddenActivation,
        output,
        centred,
        maskEncoder,
        inputExponent,
        learningRate,
        lambda,
        batchSize,
        epochs,
        patience,
        count,
        share,
        seed);
  }

  private static void require(boolean valid, String name, Object value, String expected) {
    if (!valid) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
    }
  }
}
