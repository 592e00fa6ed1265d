package io.autorec.trainer.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.model.IdVocabulary;
import io.autorec.model.Orientation;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.ratings.RatingTable;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SharesTest {
  private static final int RATINGS = 200;

  private static RatingMatrix heldOut(float[] ratings) {
    RatingTable table =
        new RatingTable(
            IdVocabulary.of(List.of("a", "b")),
            IdVocabulary.of(IntStream.range(0, RATINGS).mapToObj(i -> "i" + i).toList()),
            new int[RATINGS],
            IntStream.range(0, RATINGS).toArray(),
            ratings);
    return RatingMatrix.of(table, IntStream.range(0, RATINGS).toArray(), Orientation.USER);
  }

  private static float[] random(Random random) {
    float[] values = new float[RATINGS];
    for (int i = 0; i < RATINGS; i++) {
      values[i] = 3 + (float) random.nextGaussian();
    }
    return values;
  }

  private static float[] mixed(double a, float[] one, double b, float[] other, float[] biases) {
    float[] values = new float[RATINGS];
    for (int i = 0; i < RATINGS; i++) {
      values[i] = (float) (a * one[i] + b * other[i] + (1 - a - b) * biases[i]);
    }
    return values;
  }

  private static double error(
      Shares shares, float[] one, float[] other, float[] biases, float[] ratings) {
    float[] predictions = mixed(shares.first(), one, shares.second(), other, biases);
    double sum = 0;
    for (int i = 0; i < RATINGS; i++) {
      sum += Math.pow(predictions[i] - ratings[i], 2);
    }
    return sum;
  }

  @ParameterizedTest
  @CsvSource({"0.5, 0.3", "1, 0", "0, 1", "0, 0", "0.25, 0.75", "0.6, 0", "0, 0.4"})
  void best_findsTheShares_thatTheRatingsWereMadeWith(double first, double second) {
    Random random = new Random(4);
    float[] one = random(random);
    float[] other = random(random);
    float[] biases = random(random);
    float[] ratings = mixed(first, one, second, other, biases);

    Shares best = Shares.best(one, other, biases, heldOut(ratings));

    assertEquals(first, best.first(), 1e-5);
    assertEquals(second, best.second(), 1e-5);
  }

  /** Whatever the predictions, none of a grid of shares is better. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void best_isBetterThanAllOthers(int seed) {
    Random random = new Random(seed);
    float[] one = random(random);
    float[] other = seed % 4 == 0 ? one.clone() : random(random);
    float[] biases = seed % 5 == 0 ? one.clone() : random(random);
    float[] ratings =
        mixed(3 * random.nextDouble() - 1, one, 3 * random.nextDouble() - 1, other, biases);

    Shares best = Shares.best(one, other, biases, heldOut(ratings));

    assertTrue(best.first() >= 0 && best.second() >= 0, best.toString());
    assertTrue(best.first() + best.second() <= 1 + 1e-9, best.toString());
    double least = error(best, one, other, biases, ratings);
    for (int a = 0; a <= 20; a++) {
      for (int b = 0; a + b <= 20; b++) {
        Shares tried = new Shares(a / 20.0, b / 20.0);
        assertTrue(
            least <= error(tried, one, other, biases, ratings) * (1 + 1e-4) + 1e-4,
            best + " and " + tried);
      }
    }
  }

  @Test
  void best_ofOnePrediction_isItsShareBesideTheBiases() {
    Random random = new Random(4);
    float[] one = random(random);
    float[] biases = random(random);
    float[] ratings = mixed(0.7, one, 0, one, biases);

    assertEquals(0.7, Shares.best(one, biases, heldOut(ratings)).first(), 1e-5);
    assertEquals(0, Shares.best(biases, biases, heldOut(ratings)).first());
  }
}
