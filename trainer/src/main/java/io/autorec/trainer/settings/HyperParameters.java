package io.autorec.trainer.settings;

import io.autorec.trainer.network.Centering;
import io.autorec.trainer.network.HiddenActivation;
import io.autorec.trainer.network.NetworkShape;
import io.autorec.trainer.network.OutputActivation;
import io.autorec.trainer.network.RowTransform;
import io.autorec.trainer.settings.SettingException.Setting;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.stream.Stream;

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
 * @param implicitFactors the networks whose rows have implicit factors as they are trained, see
 *     {@link io.autorec.trainer.training.step.ImplicitFactors}
 * @param inputExponent e of {@link RowTransform}, in [0, 1]
 * @param learningRate Adam's step size at the first update; decays along a cosine to {@value
 *     #FINAL_LEARNING_RATE_SHARE} of it at the last
 * @param weightDecay the paper's lambda
 * @param batchSize rows in a mini-batch
 * @param epochs passes over the training rows
 * @param patience epochs without improvement on the validation ratings after which training stops
 * @param networks the number of networks that are trained from different seeds, to predict their
 *     mean
 * @param residualShare the share of networks centred by bias in the prediction, beside networks
 *     that see raw ratings; 0 if there are none. If there are, as many are trained as there are
 *     others, see {@link #residual}
 * @param biasShare the share of the biases alone in the prediction
 * @param weightDecayPath lambdas with which a network is trained on, in short trainings, one after
 *     another
 * @param residualWeightDecay lambda of the networks centred by bias beside others
 * @param residualWeightDecayPath their further lambdas
 * @param trainsOnValidation whether the networks are trained on with the validation ratings, after
 *     these have chosen
 * @param selection what the validation ratings are to choose; the shares are then not known yet
 * @param seed the seed of the initial weights and the order of the rows
 */
@RecordBuilder
public record HyperParameters(
    int hiddenUnits,
    HiddenActivation hiddenActivation,
    OutputActivation outputActivation,
    Centering centering,
    boolean maskEncoder,
    FactorChoice implicitFactors,
    double inputExponent,
    double learningRate,
    double weightDecay,
    int batchSize,
    int epochs,
    int patience,
    int networks,
    double residualShare,
    double biasShare,
    List<Double> weightDecayPath,
    double residualWeightDecay,
    List<Double> residualWeightDecayPath,
    boolean trainsOnValidation,
    Selection selection,
    long seed) {

  /** The end of the cosine schedule, as a share of the first learning rate. */
  public static final double FINAL_LEARNING_RATE_SHARE = 0.02;

  private static final int MOST_HIDDEN_UNITS = 100_000;
  private static final int MOST_NETWORKS = 100;

  public HyperParameters {
    positive(Setting.EPOCHS, epochs);
    positive(Setting.BATCH_SIZE, batchSize);
    positive(Setting.LEARNING_RATE, learningRate);
    positive(Setting.HIDDEN_UNITS, hiddenUnits);
    atMost(MOST_HIDDEN_UNITS, Setting.HIDDEN_UNITS, hiddenUnits);
    positive(Setting.PATIENCE, patience);
    positive(Setting.NETWORKS, networks);
    atMost(MOST_NETWORKS, Setting.NETWORKS, networks);
    require(
        networks == 1 || outputActivation == OutputActivation.IDENTITY,
        Setting.NETWORKS,
        networks,
        "1 with output activation " + outputActivation);
    require(
        residualShare >= 0 && residualShare < 1,
        Setting.RESIDUAL_SHARE,
        residualShare,
        "0 to below 1");
    require(
        residualShare == 0 || centering == Centering.NONE,
        Setting.RESIDUAL_SHARE,
        residualShare,
        "0 with centering " + centering);
    require(
        biasShare >= 0 && residualShare + biasShare < 1,
        Setting.BIAS_SHARE,
        biasShare,
        "0 to below 1, with the residual share of " + residualShare);
    require(
        residualWeightDecay >= 0 && Double.isFinite(residualWeightDecay),
        Setting.RESIDUAL_WEIGHT_DECAY,
        residualWeightDecay,
        ">= 0");
    require(
        inputExponent >= 0 && inputExponent <= 1, Setting.INPUT_EXPONENT, inputExponent, "0 to 1");
    require(
        weightDecay >= 0 && Double.isFinite(weightDecay),
        Setting.WEIGHT_DECAY,
        weightDecay,
        ">= 0");
    for (double lambda :
        Stream.concat(weightDecayPath.stream(), residualWeightDecayPath.stream()).toList()) {
      require(lambda > 0 && Double.isFinite(lambda), Setting.WEIGHT_DECAY_PATH, lambda, "> 0");
    }
    // Residuals have either sign.
    require(
        outputActivation == OutputActivation.IDENTITY || centering == Centering.NONE,
        Setting.OUTPUT_ACTIVATION,
        outputActivation,
        "identity with centering " + centering);
  }

  /** The lambda that training ends with. */
  public double lastWeightDecay() {
    return weightDecayPath.isEmpty()
        ? weightDecay
        : weightDecayPath.get(weightDecayPath.size() - 1);
  }

  /** The shape of each network. */
  public NetworkShape shape() {
    return new NetworkShape(hiddenUnits, hiddenActivation, outputActivation, maskEncoder);
  }

  /** The number of networks that are trained in all. */
  public int allNetworks() {
    return networks * kinds();
  }

  /** The number of kinds of networks: 2 if there are networks centred by bias beside others. */
  public int kinds() {
    return residualShare > 0 || selection.shares() ? 2 : 1;
  }

  /** Returns true if the networks of this centring are trained with implicit factors. */
  public boolean hasFactors() {
    return implicitFactors.includes(centering);
  }

  /** The hyper-parameters of the networks centred by bias. */
  public HyperParameters residual() {
    return HyperParametersBuilder.builder(this)
        .outputActivation(OutputActivation.IDENTITY)
        .centering(Centering.BIAS)
        .weightDecay(residualWeightDecay)
        .weightDecayPath(residualWeightDecayPath)
        .residualShare(0)
        .build();
  }

  /**
   * The hyper-parameters of a single network centred by bias. With zero weights it is the bias
   * baseline. The hidden units stay, for another run by the same recipe.
   */
  public HyperParameters biases() {
    return HyperParametersBuilder.builder(this)
        .outputActivation(OutputActivation.IDENTITY)
        .centering(Centering.BIAS)
        .networks(1)
        .residualShare(0)
        .biasShare(0)
        .build();
  }

  private static void positive(Setting setting, Number value) {
    double number = value.doubleValue();
    require(number > 0 && Double.isFinite(number), setting, value, "> 0");
  }

  private static void atMost(int most, Setting setting, int value) {
    require(value <= most, setting, value, "at most " + most);
  }

  private static void require(boolean valid, Setting setting, Object value, String expected) {
    if (!valid) {
      throw new SettingException(setting, value, expected);
    }
  }
}
