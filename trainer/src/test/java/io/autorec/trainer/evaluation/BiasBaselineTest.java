package io.autorec.trainer.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.model.IdVocabulary;
import io.autorec.model.Orientation;
import io.autorec.model.RatingScale;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.network.Centering;
import io.autorec.trainer.network.RowTransform;
import io.autorec.trainer.ratings.RatingTable;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class BiasBaselineTest {
  private static final int USERS = 40;
  private static final int ITEMS = 30;

  private static RatingMatrix matrix(Random random, double noise) {
    double[] users = random.doubles(USERS).map(x -> 2 * x - 1).toArray();
    double[] items = random.doubles(ITEMS).map(x -> 2 * x - 1).toArray();
    int[] cells = IntStream.range(0, USERS * ITEMS).filter(cell -> random.nextInt(4) > 0).toArray();
    float[] ratings = new float[cells.length];
    for (int i = 0; i < cells.length; i++) {
      ratings[i] =
          (float)
              (3
                  + users[cells[i] / ITEMS]
                  + items[cells[i] % ITEMS]
                  + noise * random.nextGaussian());
    }
    RatingTable table =
        new RatingTable(
            IdVocabulary.of(IntStream.range(0, USERS).mapToObj(u -> "u" + u).toList()),
            IdVocabulary.of(IntStream.range(0, ITEMS).mapToObj(i -> "i" + i).toList()),
            IntStream.of(cells).map(cell -> cell / ITEMS).toArray(),
            IntStream.of(cells).map(cell -> cell % ITEMS).toArray(),
            ratings);
    return RatingMatrix.of(table, IntStream.range(0, cells.length).toArray(), Orientation.USER);
  }

  private static double rmse(BiasBaseline baseline, RatingMatrix matrix) {
    double sum = 0;
    for (int row = 0; row < matrix.rows(); row++) {
      for (int i = matrix.start(row); i < matrix.start(row + 1); i++) {
        sum += Math.pow(baseline.predict(row, matrix.column(i)) - matrix.rating(i), 2);
      }
    }
    return Math.sqrt(sum / matrix.size());
  }

  @Test
  void fit_findsTheBiases_whenRatingsAreTheirSum() {
    RatingMatrix matrix = matrix(new Random(1), 0);
    // Not exactly: the biases are damped.
    assertEquals(0, rmse(BiasBaseline.fit(matrix), matrix), 0.2);
  }

  @Property(tries = 50)
  void fit_isBetterThanTheMean_andShrinksEveryBias(@ForAll long seed) {
    RatingMatrix matrix = matrix(new Random(seed), 0.5);
    BiasBaseline baseline = BiasBaseline.fit(matrix);
    BiasBaseline mean = new BiasBaseline(baseline.globalMean(), new float[USERS], new float[ITEMS]);
    assertTrue(rmse(baseline, matrix) < rmse(mean, matrix));
  }

  /** A model of biases alone and a network's transform agree on every known row. */
  @Property(tries = 50)
  void rowBiases_areThoseOfTheTransform(@ForAll long seed) {
    RatingMatrix matrix = matrix(new Random(seed), 0.5);
    BiasBaseline baseline = BiasBaseline.fit(matrix);
    RowTransform transform =
        new RowTransform(
            Centering.BIAS,
            new RatingScale(0, 6),
            baseline.globalMean(),
            baseline.columnBiases(),
            matrix.coldColumns(),
            BiasBaseline.DAMPING,
            0,
            1);
    for (int row = 0; row < matrix.rows(); row++) {
      assertEquals(baseline.rowBiases()[row], transform.rowBias(matrix, row), 1e-5);
    }
  }
}
