package io.autorec.trainer.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.model.IdVocabulary;
import io.autorec.model.Orientation;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.ratings.RatingTable;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PredictionErrorTest {
  /** Users u, v, w and items a, b, c; every user's rating of every item. */
  private static final float[] RATINGS = {1, 2, 3, 4, 5, 1, 2, 3, 4};

  private static RatingMatrix of(int... cells) {
    RatingTable table =
        new RatingTable(
            IdVocabulary.of(List.of("u", "v", "w")),
            IdVocabulary.of(List.of("a", "b", "c")),
            IntStream.range(0, 9).map(cell -> cell / 3).toArray(),
            IntStream.range(0, 9).map(cell -> cell % 3).toArray(),
            RATINGS);
    return RatingMatrix.of(table, cells, Orientation.USER);
  }

  /** A model that predicts 3, whatever it is asked. */
  private static float[] threes(RatingMatrix input, int[] rows) {
    float[] all = new float[rows.length * input.width()];
    Arrays.fill(all, 3);
    return all;
  }

  @Test
  void of_measuresTheHeldOutRatingsOnly() {
    // Held out: 1, 5 and 4.
    PredictionError error = PredictionError.of(PredictionErrorTest::threes, of(1, 3), of(0, 4, 8));
    assertEquals(Math.sqrt((4 + 4 + 1) / 3.0), error.rmse(), 1e-12);
    assertEquals((2 + 2 + 1) / 3.0, error.mae(), 1e-12);
    assertEquals(3, error.ratings());
  }

  @Test
  void of_countsAsCold_whatHasNoTrainingRatingInRowOrColumn() {
    // Trained on u-a and v-a. u-b: cold column; w-a: cold row; v-c: cold column.
    PredictionError error = PredictionError.of(PredictionErrorTest::threes, of(0, 3), of(1, 6, 5));
    assertEquals(3, error.coldRatings());
    assertEquals(
        0, PredictionError.of(PredictionErrorTest::threes, of(0, 4), of(1, 3)).coldRatings());
  }

  @Test
  void of_refuses_whenTheModelIsShownWhatItIsAsked() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> PredictionError.of(PredictionErrorTest::threes, of(0, 4), of(1, 4)));
    assertEquals(
        "row 1, column 1: held out, but in the model's input (expected: in one of them)",
        e.getMessage());
  }

  @Test
  void histogram_countsPredictionLessRating_andWhatLiesOutsideAtTheEnds() {
    float[] predictions = {1.1f, 2.9f, -50, 50};
    PredictionError error = PredictionError.of(predictions, of(), of(0, 1, 2, 3));
    long[] histogram = error.histogram();
    assertEquals(32, histogram.length);
    assertEquals(1, histogram[0]);
    assertEquals(1, histogram[31]);
    // 0.1 is in the first bin above 0, 0.9 in the fourth.
    assertEquals(1, histogram[16]);
    assertEquals(1, histogram[19]);
    assertEquals(4, Arrays.stream(histogram).sum());
  }

  @Test
  void ofBaseline_asksForEachRowAndColumn() {
    PredictionError exact =
        PredictionError.ofBaseline(
            (row, column) -> RATINGS[3 * row + column], of(0), of(1, 2, 3, 4, 5, 6, 7, 8));
    assertEquals(0, exact.rmse());
    assertEquals(8, exact.ratings());
  }

  @Test
  void predict_givesEachWantedRating_whateverTheBatch() {
    Reconstructor positions =
        (input, rows) -> {
          float[] all = new float[rows.length * input.width()];
          for (int b = 0; b < rows.length; b++) {
            for (int column = 0; column < input.width(); column++) {
              all[b * input.width() + column] = 3 * rows[b] + column;
            }
          }
          return all;
        };
    RatingMatrix wanted = of(1, 5, 6, 7);
    float[] predictions = positions.predict(of(0), wanted);
    assertEquals(
        List.of(1f, 5f, 6f, 7f), IntStream.range(0, 4).mapToObj(i -> predictions[i]).toList());
  }

  @Test
  void clearlyBetter_isTrue_onlyAboveTheNoise() {
    Random random = new Random(3);
    int ratings = 600;
    RatingTable table =
        new RatingTable(
            IdVocabulary.of(IntStream.range(0, ratings).mapToObj(u -> "u" + u).toList()),
            IdVocabulary.of(List.of("a")),
            IntStream.range(0, ratings).toArray(),
            new int[ratings],
            new float[ratings]);
    RatingMatrix heldOut =
        RatingMatrix.of(table, IntStream.range(0, ratings).toArray(), Orientation.USER);
    float[] good = new float[ratings];
    float[] asGood = new float[ratings];
    float[] bad = new float[ratings];
    for (int i = 0; i < ratings; i++) {
      good[i] = (float) random.nextGaussian();
      asGood[i] = (float) random.nextGaussian();
      bad[i] = 1.5f * (float) random.nextGaussian();
    }
    assertTrue(PredictionError.clearlyBetter(good, bad, heldOut, 3));
    assertFalse(PredictionError.clearlyBetter(bad, good, heldOut, 3));
    assertFalse(PredictionError.clearlyBetter(good, asGood, heldOut, 3));
    assertFalse(PredictionError.clearlyBetter(good, good, heldOut, 3));
  }

  @Test
  void clearlyBetter_isFalse_forASingleRating() {
    float[] right = {5};
    float[] wrong = {1};
    assertFalse(PredictionError.clearlyBetter(right, wrong, of(5), 3));
  }
}
