package io.autorec.trainer.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.autorec.model.Orientation;
import io.autorec.trainer.evaluation.PredictionError;
import io.autorec.trainer.evaluation.Reconstructor;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.matrix.RatingSplit;
import io.autorec.trainer.network.Centering;
import io.autorec.trainer.network.HiddenActivation;
import io.autorec.trainer.network.OutputActivation;
import io.autorec.trainer.ratings.RatingTable;
import io.autorec.trainer.settings.HyperParameters;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Held-out ratings must not reach the model by any way. */
class LeakTest {
  private final RatingTable table = new TrainingData().table();
  private final RatingSplit split = RatingSplit.random(table.size(), 0.3, 0, 8);

  /** The same ratings, but other values where they are held out. */
  private static RatingTable altered(RatingTable table, int[] heldOut) {
    int[] all = IntStream.range(0, table.size()).toArray();
    float[] ratings = new float[table.size()];
    for (int i : all) {
      ratings[i] = table.rating(i);
    }
    for (int i : heldOut) {
      ratings[i] = 3 - ratings[i];
    }
    return new RatingTable(
        table.users(),
        table.items(),
        Arrays.stream(all).map(table::user).toArray(),
        Arrays.stream(all).map(table::item).toArray(),
        ratings);
  }

  private float[] predictions(RatingTable ratings, Centering centering, boolean leak) {
    TrainingData data = new TrainingData(ratings, split.training());
    HyperParameters hyper =
        TrainingData.hyper(HiddenActivation.SIGMOID, OutputActivation.IDENTITY, centering);
    RatingMatrix none = RatingMatrix.of(ratings, new int[0], Orientation.ITEM);
    try (Trainer trainer =
        new Trainer(
            TrainingDevice.CPU, 1, hyper, data.transform(hyper), data.training, none, null)) {
      trainer.run(() -> false, TrainerTest.SILENT);
      RatingMatrix all =
          RatingMatrix.of(ratings, IntStream.range(0, ratings.size()).toArray(), Orientation.ITEM);
      RatingMatrix test = RatingMatrix.of(ratings, split.test(), Orientation.ITEM);
      return trainer
          .reconstructor(trainer.result().model())
          .predict(leak ? all : data.training, test);
    }
  }

  @ParameterizedTest
  @EnumSource(Centering.class)
  void predictions_stayTheSame_whenTestRatingsAreOthers(Centering centering) {
    RatingTable others = altered(table, split.test());

    assertArrayEquals(predictions(table, centering, false), predictions(others, centering, false));
    // The probe can fail: where the test ratings are in the input, it does.
    assertFalse(
        Arrays.equals(predictions(table, centering, true), predictions(others, centering, true)));
  }

  @Test
  void error_isRefused_whenAHeldOutRatingIsInTheInput() {
    RatingMatrix training = RatingMatrix.of(table, split.training(), Orientation.ITEM);
    int[] leaking =
        IntStream.concat(Arrays.stream(split.training()), Arrays.stream(split.test()).limit(1))
            .sorted()
            .toArray();
    RatingMatrix leaked = RatingMatrix.of(table, leaking, Orientation.ITEM);
    RatingMatrix test = RatingMatrix.of(table, split.test(), Orientation.ITEM);
    Reconstructor zero = (input, rows) -> new float[rows.length * input.width()];

    PredictionError.of(zero, training, test);
    assertThrows(IllegalArgumentException.class, () -> PredictionError.of(zero, leaked, test));
  }
}
