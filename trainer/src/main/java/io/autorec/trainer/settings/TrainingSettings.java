package io.autorec.trainer.settings;

import io.autorec.model.Orientation;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.network.Centering;
import io.autorec.trainer.network.HiddenActivation;
import io.autorec.trainer.network.OutputActivation;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The training settings that a user chooses. A null leaves the choice to {@link DefaultRecipe},
 * which needs the data for it. The result is {@link HyperParameters}, which says what each setting
 * means.
 *
 * @param orientation what a row is
 * @param recipe who makes the choices left open
 */
@RecordBuilder
public record TrainingSettings(
    Orientation orientation,
    RecipeChoice recipe,
    @Nullable Integer epochs,
    @Nullable Integer batchSize,
    double learningRate,
    @Nullable Double weightDecay,
    @Nullable Integer hiddenUnits,
    HiddenActivation hiddenActivation,
    OutputActivation outputActivation,
    @Nullable Centering centering,
    boolean maskEncoder,
    @Nullable FactorChoice implicitFactors,
    double inputExponent,
    @Nullable Integer patience,
    int networks,
    @Nullable Double residualShare,
    @Nullable Double biasShare,
    List<Double> weightDecayPath,
    @Nullable Double residualWeightDecay,
    List<Double> residualWeightDecayPath,
    @Nullable Boolean trainsOnValidation,
    long seed) {
  /** The settings of a user who chooses none. */
  public static final TrainingSettings DEFAULTS =
      TrainingSettingsBuilder.builder()
          .orientation(Orientation.ITEM)
          .recipe(RecipeChoice.AUTO)
          .learningRate(0.0015)
          .hiddenActivation(HiddenActivation.SIGMOID)
          .outputActivation(OutputActivation.IDENTITY)
          .maskEncoder(true)
          .inputExponent(0.5)
          .networks(1)
          .weightDecayPath(List.of())
          .residualWeightDecayPath(List.of())
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
            orElse(hiddenUnits, 1),
            hiddenActivation,
            outputActivation,
            // A residual share is refused when the centring is certain.
            orElse(residualShare, 0.0) > 0 ? Centering.NONE : orElse(centering, Centering.NONE),
            maskEncoder,
            FactorChoice.NONE,
            inputExponent,
            learningRate,
            orElse(weightDecay, 1.0),
            orElse(batchSize, 1),
            orElse(epochs, 1),
            orElse(patience, 1),
            networks,
            orElse(residualShare, 0.0),
            orElse(biasShare, 0.0),
            weightDecayPath,
            orElse(residualWeightDecay, 1.0),
            residualWeightDecayPath,
            false,
            Selection.NONE,
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
        .recipe(RecipeChoice.FIXED)
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
   * @param canSelect whether there are validation ratings to choose by
   * @throws InputException if there is a residual share and the data want centring by bias
   */
  public HyperParameters hyperParameters(RatingMatrix training, boolean canSelect) {
    boolean mixed = orElse(residualShare, 0.0) > 0;
    Selection selection = canSelect ? selection(training) : Selection.NONE;
    Centering fixed = DefaultRecipe.centering(orientation, outputActivation, training);
    Centering chosen = selection.shares() ? Centering.NONE : orElse(centering, fixed);
    if (mixed && chosen == Centering.BIAS) {
      throw new InputException(
          "--residual-share: %s (expected: 0 with --centering bias%s"
              .formatted(
                  residualShare,
                  (centering == null ? ", the default here; or give --centering none)" : ")")));
    }
    int rows = training.observedRows().length;
    int batch = orElse(batchSize, DefaultRecipe.batchSize(training));
    return new HyperParameters(
        orElse(hiddenUnits, DefaultRecipe.HIDDEN_UNITS),
        hiddenActivation,
        outputActivation,
        chosen,
        maskEncoder,
        orElse(implicitFactors, FactorChoice.NONE),
        inputExponent,
        learningRate,
        orElse(weightDecay, DefaultRecipe.weightDecay(orientation, chosen, training)),
        batch,
        orElse(epochs, DefaultRecipe.epochs(rows, batch)),
        orElse(patience, DefaultRecipe.patience(rows, batch)),
        networks,
        orElse(residualShare, 0.0),
        orElse(biasShare, 0.0),
        weightDecayPath,
        orElse(
            residualWeightDecay,
            selection.shares() && weightDecay != null
                ? weightDecay
                : DefaultRecipe.weightDecay(orientation, Centering.BIAS, training)),
        residualWeightDecayPath,
        canSelect
            && orElse(
                trainsOnValidation,
                recipe == RecipeChoice.AUTO && DefaultRecipe.trainsOnValidation(training.size())),
        selection,
        seed);
  }

  /** What no option chooses, and validation ratings can. */
  private Selection selection(RatingMatrix training) {
    if (recipe == RecipeChoice.FIXED) {
      return Selection.NONE;
    }
    boolean isLinear = outputActivation == OutputActivation.IDENTITY;
    return new Selection(
        isLinear && centering == null && residualShare == null && biasShare == null,
        weightDecay == null
            && residualWeightDecay == null
            && weightDecayPath.isEmpty()
            && residualWeightDecayPath.isEmpty(),
        implicitFactors == null && isLinear && DefaultRecipe.triesFactors(training));
  }

  private static <T> T orElse(@Nullable T chosen, T other) {
    return chosen == null ? other : chosen;
  }
}
