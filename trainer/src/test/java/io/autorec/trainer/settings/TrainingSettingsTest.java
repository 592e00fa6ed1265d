package io.autorec.trainer.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.model.IdVocabulary;
import io.autorec.model.Orientation;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.network.Centering;
import io.autorec.trainer.network.HiddenActivation;
import io.autorec.trainer.network.OutputActivation;
import io.autorec.trainer.ratings.RatingTable;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrainingSettingsTest {
  /** Every user has rated every item. */
  private static RatingMatrix full(int users, int items) {
    int[] cells = IntStream.range(0, users * items).toArray();
    float[] ratings = new float[cells.length];
    for (int i = 0; i < cells.length; i++) {
      ratings[i] = 1 + i % 5;
    }
    RatingTable table =
        new RatingTable(
            IdVocabulary.of(IntStream.range(0, users).mapToObj(u -> "u" + u).toList()),
            IdVocabulary.of(IntStream.range(0, items).mapToObj(i -> "i" + i).toList()),
            IntStream.of(cells).map(cell -> cell / items).toArray(),
            IntStream.of(cells).map(cell -> cell % items).toArray(),
            ratings);
    return RatingMatrix.of(table, cells, Orientation.ITEM);
  }

  @Test
  void defaults_areThoseOfTheDocumentation() {
    HyperParameters hyper = TrainingSettings.DEFAULTS.hyperParameters(full(20, 10), false);
    assertEquals(
        new HyperParameters(
            500,
            HiddenActivation.SIGMOID,
            OutputActivation.IDENTITY,
            Centering.BIAS,
            true,
            FactorChoice.NONE,
            0.5,
            0.0015,
            15,
            2,
            160,
            80,
            1,
            0,
            0,
            List.of(),
            15,
            List.of(),
            false,
            Selection.NONE,
            1),
        hyper);
  }

  @Test
  void builder_setsEachSetting() {
    TrainingSettings settings =
        TrainingSettings.builder()
            .orientation(Orientation.USER)
            .epochs(7)
            .batchSize(3)
            .learningRate(0.25)
            .weightDecay(4.5)
            .hiddenUnits(6)
            .hiddenActivation(HiddenActivation.TANH)
            .outputActivation(OutputActivation.IDENTITY)
            .centering(Centering.NONE)
            .maskEncoder(false)
            .implicitFactors(FactorChoice.RAW)
            .weightDecayPath(List.of(3.0))
            .residualWeightDecayPath(List.of(4.0, 5.0))
            .inputExponent(0.75)
            .patience(2)
            .networks(5)
            .residualShare(0.125)
            .biasShare(0.0625)
            .residualWeightDecay(8.5)
            .implicitFactors(FactorChoice.RAW)
            .weightDecayPath(List.of(40.0))
            .residualWeightDecayPath(List.of(60.0, 20.0))
            .trainsOnValidation(true)
            .recipe(RecipeChoice.FIXED)
            .seed(99)
            .build();
    assertEquals(
        new TrainingSettings(
            Orientation.USER,
            RecipeChoice.FIXED,
            7,
            3,
            0.25,
            4.5,
            6,
            HiddenActivation.TANH,
            OutputActivation.IDENTITY,
            Centering.NONE,
            false,
            FactorChoice.RAW,
            0.75,
            2,
            5,
            0.125,
            0.0625,
            List.of(40.0),
            8.5,
            List.of(60.0, 20.0),
            true,
            99),
        settings);
    assertEquals(settings, settings.toBuilder().build());
    assertEquals(
        new HyperParameters(
            6,
            HiddenActivation.TANH,
            OutputActivation.IDENTITY,
            Centering.NONE,
            false,
            FactorChoice.RAW,
            0.75,
            0.25,
            4.5,
            3,
            7,
            2,
            5,
            0.125,
            0.0625,
            List.of(40.0),
            8.5,
            List.of(60.0, 20.0),
            false,
            Selection.NONE,
            99),
        settings.hyperParameters(full(20, 10), false));
  }

  @Test
  void centering_isNone_onlyForManyDenseRowsOfItems() {
    RatingMatrix dense = full(250, 200);
    assertEquals(
        Centering.NONE, TrainingSettings.DEFAULTS.hyperParameters(dense, false).centering());
    assertEquals(
        Centering.BIAS,
        TrainingSettings.DEFAULTS.hyperParameters(full(249, 200), false).centering());
    assertEquals(
        Centering.BIAS,
        TrainingSettings.DEFAULTS.hyperParameters(full(300, 199), false).centering());
    TrainingSettings byUser = TrainingSettings.builder().orientation(Orientation.USER).build();
    assertEquals(Centering.BIAS, byUser.hyperParameters(dense, false).centering());
    TrainingSettings sigmoid =
        TrainingSettings.builder().outputActivation(OutputActivation.SIGMOID).build();
    assertEquals(Centering.NONE, sigmoid.hyperParameters(full(20, 10), false).centering());
  }

  @Test
  void validationRatings_choose_whatNoOptionDoes() {
    RatingMatrix data = full(20, 10);
    HyperParameters all = TrainingSettings.DEFAULTS.hyperParameters(data, true);
    assertEquals(new Selection(true, true, true), all.selection());
    assertEquals(Centering.NONE, all.centering());
    assertEquals(2, all.allNetworks());
    assertEquals(Centering.BIAS, all.residual().centering());
    assertEquals(15, all.residual().weightDecay());
    HyperParameters lambda =
        TrainingSettings.builder().weightDecay(7.0).build().hyperParameters(data, true);
    assertEquals(new Selection(true, false, true), lambda.selection());
    assertEquals(7, lambda.residual().weightDecay());
    HyperParameters centering =
        TrainingSettings.builder().centering(Centering.BIAS).build().hyperParameters(data, true);
    assertEquals(new Selection(false, true, true), centering.selection());
    assertEquals(1, centering.allNetworks());
    HyperParameters noBiases =
        TrainingSettings.builder().biasShare(0.0).build().hyperParameters(data, true);
    assertEquals(new Selection(false, true, true), noBiases.selection());
    HyperParameters factors =
        TrainingSettings.builder()
            .implicitFactors(FactorChoice.ALL)
            .build()
            .hyperParameters(data, true);
    assertEquals(new Selection(true, true, false), factors.selection());
    assertTrue(factors.hasFactors() && factors.residual().hasFactors());
    assertTrue(all.trainsOnValidation());
    assertFalse(TrainingSettings.DEFAULTS.hyperParameters(data, false).trainsOnValidation());
    HyperParameters sigmoid =
        TrainingSettings.builder()
            .outputActivation(OutputActivation.SIGMOID)
            .build()
            .hyperParameters(data, true);
    assertEquals(new Selection(false, true, false), sigmoid.selection());
    HyperParameters fixed =
        TrainingSettings.builder().recipe(RecipeChoice.FIXED).build().hyperParameters(data, true);
    assertEquals(Selection.NONE, fixed.selection());
    assertEquals(Centering.BIAS, fixed.centering());
  }

  @Test
  void weightDecay_growsWithTheRatingsOfAColumn() {
    TrainingSettings raw = TrainingSettings.builder().centering(Centering.NONE).build();
    assertEquals(20, raw.hyperParameters(full(20, 10), false).weightDecay());
    assertEquals(0.87 * 100, raw.hyperParameters(full(20, 100), false).weightDecay(), 1e-9);
    assertEquals(200, raw.hyperParameters(full(10, 500), false).weightDecay());
    TrainingSettings byUser = TrainingSettings.builder().orientation(Orientation.USER).build();
    assertEquals(
        10 * Math.sqrt(25), byUser.hyperParameters(full(20, 25), false).weightDecay(), 1e-9);
  }

  @Test
  void hyperParameters_refuseAResidualShare_whereTheDataWantResiduals() {
    TrainingSettings mixed = TrainingSettings.builder().residualShare(0.25).build();
    String message =
        String.valueOf(
            assertThrows(InputException.class, () -> mixed.hyperParameters(full(20, 10), false))
                .getMessage());
    assertEquals(
        "--residual-share: 0.25 (expected: 0 with --centering bias, the default here; or give"
            + " --centering none)",
        message);
    TrainingSettings asked = mixed.toBuilder().centering(Centering.BIAS).build();
    assertTrue(
        String.valueOf(
                assertThrows(InputException.class, () -> asked.hyperParameters(full(20, 10), false))
                    .getMessage())
            .endsWith("(expected: 0 with --centering bias)"));
  }

  @Test
  void build_saysWhatIsWrong_inOneLine() {
    assertEquals(
        "epochs: 0 (expected: > 0)",
        assertThrows(InputException.class, () -> TrainingSettings.builder().epochs(0).build())
            .getMessage());
  }

  @Test
  void validationRatio_isMore_whereRatingsAreFew() {
    assertEquals(0.1, DefaultRecipe.validationRatio(1_000));
    assertEquals(0.1, DefaultRecipe.validationRatio(20_000));
    assertEquals(0.05, DefaultRecipe.validationRatio(40_000));
    assertEquals(0.02, DefaultRecipe.validationRatio(1_000_000));
  }
}
