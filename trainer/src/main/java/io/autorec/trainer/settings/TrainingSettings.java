package io.autorec.trainer.settings;

import io.autorec.model.Orientation;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.network.Centering;
import io.autorec.trainer.network.HiddenActivation;
import io.autorec.trainer.network.OutputActivation;
import org.jspecify.annotations.Nullable;

/**
 * The training settings that a user chooses. A null leaves the choice to {@link DefaultRecipe},
 * which needs the data for it. The result is {@link HyperParameters}.
 *
 * @param orientation what a row is
 * @param epochs passes over the training rows
 * @param batchSize rows in a mini-batch
 * @param learningRate Adam's first step size
 * @param weightDecay the paper's lambda
 * @param hiddenUnits the paper's k
 * @param hiddenActivation the paper's g
 * @param outputActivation the paper's f
 * @param centering what is subtracted from the ratings
 * @param maskEncoder whether a second encoder sees which entries are observed
 * @param inputExponent how strongly long rows are scaled down, in [0, 1]
 * @param patience epochs without a better one after which training stops
 * @param networks the number of networks to average
 * @param residualShare the share of the residual networks in the prediction, in [0, 1)
 * @param seed of the split, the first weights and the batches
 */
public record TrainingSettings(
    Orientation orientation,
    int epochs,
    @Nullable Integer batchSize,
    double learningRate,
    @Nullable Double weightDecay,
    int hiddenUnits,
    HiddenActivation hiddenActivation,
    OutputActivation outputActivation,
    @Nullable Centering centering,
    boolean maskEncoder,
    double inputExponent,
    @Nullable Integer patience,
    int networks,
    double residualShare,
    long seed) {
  /** The settings of a user who chooses none. */
  public static final TrainingSettings DEFAULTS =
      new TrainingSettings(
          Orientation.ITEM,
          60,
          null,
          0.0015,
          null,
          500,
          HiddenActivation.SIGMOID,
          OutputActivation.IDENTITY,
          null,
          true,
          0.5,
          null,
          1,
          0,
          1);

  /** A builder that starts from the defaults. */
  public static Builder builder() {
    return DEFAULTS.toBuilder();
  }

  /** A builder that starts from these settings. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /**
   * Fills in what depends on the data.
   *
   * @throws InputException if the settings contradict each other
   */
  public HyperParameters hyperParameters(RatingMatrix training) {
    Centering chosen = centering;
    if (chosen == null) {
      chosen = DefaultRecipe.centering(orientation, outputActivation, training);
    }
    int rows = training.observedRows().length;
    Double lambda = weightDecay;
    if (lambda == null) {
      lambda = DefaultRecipe.weightDecay(orientation, chosen, training);
    }
    if (residualShare > 0 && chosen == Centering.BIAS) {
      throw new InputException(
          "--residual-share: "
              + residualShare
              + " (expected: 0 with --centering bias"
              + (centering == null ? ", the default here; or give --centering none)" : ")"));
    }
    try {
      return new HyperParameters(
          hiddenUnits,
          hiddenActivation,
          outputActivation,
          chosen,
          maskEncoder,
          inputExponent,
          learningRate,
          lambda,
          batchSize == null ? DefaultRecipe.batchSize(rows) : batchSize,
          epochs,
          patience == null ? DefaultRecipe.patience(rows) : patience,
          networks,
          residualShare,
          seed);
    } catch (IllegalArgumentException e) {
      throw new InputException(String.valueOf(e.getMessage()));
    }
  }

  /** Changes some of the settings. */
  public static final class Builder {
    private Orientation orientation;
    private int epochs;
    private @Nullable Integer batchSize;
    private double learningRate;
    private @Nullable Double weightDecay;
    private int hiddenUnits;
    private HiddenActivation hiddenActivation;
    private OutputActivation outputActivation;
    private @Nullable Centering centering;
    private boolean maskEncoder;
    private double inputExponent;
    private @Nullable Integer patience;
    private int networks;
    private double residualShare;
    private long seed;

    private Builder(TrainingSettings start) {
      orientation = start.orientation;
      epochs = start.epochs;
      batchSize = start.batchSize;
      learningRate = start.learningRate;
      weightDecay = start.weightDecay;
      hiddenUnits = start.hiddenUnits;
      hiddenActivation = start.hiddenActivation;
      outputActivation = start.outputActivation;
      centering = start.centering;
      maskEncoder = start.maskEncoder;
      inputExponent = start.inputExponent;
      patience = start.patience;
      networks = start.networks;
      residualShare = start.residualShare;
      seed = start.seed;
    }

    public Builder orientation(Orientation value) {
      orientation = value;
      return this;
    }

    public Builder epochs(int value) {
      epochs = value;
      return this;
    }

    public Builder batchSize(@Nullable Integer value) {
      batchSize = value;
      return this;
    }

    public Builder learningRate(double value) {
      learningRate = value;
      return this;
    }

    public Builder weightDecay(@Nullable Double value) {
      weightDecay = value;
      return this;
    }

    public Builder hiddenUnits(int value) {
      hiddenUnits = value;
      return this;
    }

    public Builder hiddenActivation(HiddenActivation value) {
      hiddenActivation = value;
      return this;
    }

    public Builder outputActivation(OutputActivation value) {
      outputActivation = value;
      return this;
    }

    public Builder centering(@Nullable Centering value) {
      centering = value;
      return this;
    }

    public Builder maskEncoder(boolean value) {
      maskEncoder = value;
      return this;
    }

    public Builder inputExponent(double value) {
      inputExponent = value;
      return this;
    }

    public Builder patience(@Nullable Integer value) {
      patience = value;
      return this;
    }

    public Builder networks(int value) {
      networks = value;
      return this;
    }

    public Builder residualShare(double value) {
      residualShare = value;
      return this;
    }

    public Builder seed(long value) {
      seed = value;
      return this;
    }

    public TrainingSettings build() {
      return new TrainingSettings(
          orientation,
          epochs,
          batchSize,
          learningRate,
          weightDecay,
          hiddenUnits,
          hiddenActivation,
          outputActivation,
          centering,
          maskEncoder,
          inputExponent,
          patience,
          networks,
          residualShare,
          seed);
    }
  }
}
