package io.autorec.trainer.settings;

import io.autorec.model.Orientation;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.network.Centering;
import io.autorec.trainer.network.HiddenActivation;
import io.autorec.trainer.network.OutputActivation;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The training settings that a user chooses. A null leaves the choice to {@link DefaultRecipe},
 * which needs the data for it. The result is {@link HyperParameters}, which says what each setting
 * means.
 *
 * @param orientation what a row is
 */
@RecordBuilder
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
      TrainingSettingsBuilder.builder()
          .orientation(Orientation.ITEM)
          .epochs(60)
          .learningRate(0.0015)
          .hiddenUnits(500)
          .hiddenActivation(HiddenActivation.SIGMOID)
          .outputActivation(OutputActivation.IDENTITY)
          .maskEncoder(true)
          .inputExponent(0.5)
          .networks(1)
          .seed(1)
          .build();

  /**
   * Refuses what no data would make good.
   *
   * @throws SettingException if a setting is out of its range
   */
  public TrainingSettings {
    HyperParameters unused =
        new HyperParameters(
            hiddenUnits,
            hiddenActivation,
            outputActivation,
            // A residual share is refused when the centring is certain.
            residualShare > 0 ? Centering.NONE : orElse(centering, Centering.NONE),
            maskEncoder,
            inputExponent,
            learningRate,
            orElse(weightDecay, 1.0),
            orElse(batchSize, 1),
            epochs,
            orElse(patience, 1),
            networks,
            residualShare,
            seed);
  }

  /** A builder that starts from the defaults. */
  public static TrainingSettingsBuilder builder() {
    return DEFAULTS.toBuilder();
  }

  /** A builder that starts from these settings. */
  public TrainingSettingsBuilder toBuilder() {
    return TrainingSettingsBuilder.builder(this);
  }

  /** Returns true if a setting other than the seed is not the default. */
  public boolean isChosen() {
    return !equals(builder().seed(seed).build());
  }

  /** The settings with this seed of a model without a network to train. Its rows are users. */
  public TrainingSettings withoutNetwork() {
    return builder()
        .orientation(Orientation.USER)
        .hiddenUnits(1)
        .hiddenActivation(HiddenActivation.IDENTITY)
        .centering(Centering.BIAS)
        .maskEncoder(false)
        .inputExponent(0)
        .seed(seed)
        .build();
  }

  /**
   * Fills in what depends on the data.
   *
   * @throws InputException if there is a residual share and the data want centring by bias
   */
  public HyperParameters hyperParameters(RatingMatrix training) {
    Centering chosen =
        orElse(centering, DefaultRecipe.centering(orientation, outputActivation, training));
    if (residualShare > 0 && chosen == Centering.BIAS) {
      throw new InputException(
          "--residual-share: %s (expected: 0 with --centering bias%s"
              .formatted(
                  residualShare,
                  (centering == null ? ", the default here; or give --centering none)" : ")")));
    }
    int rows = training.observedRows().length;
    return new HyperParameters(
        hiddenUnits,
        hiddenActivation,
        outputActivation,
        chosen,
        maskEncoder,
        inputExponent,
        learningRate,
        orElse(weightDecay, DefaultRecipe.weightDecay(orientation, chosen, training)),
        orElse(batchSize, DefaultRecipe.batchSize(rows)),
        epochs,
        orElse(patience, DefaultRecipe.patience(rows)),
        networks,
        residualShare,
        seed);
  }

  private static <T> T orElse(@Nullable T chosen, T other) {
    return chosen == null ? other : chosen;
  }
}
