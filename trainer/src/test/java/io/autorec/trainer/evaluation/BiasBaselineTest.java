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
import java.util.Arrays;
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
    BiasBaseline mean =
        new BiasBaseline(baseline.globalMean(), new float[USERS], new float[ITEMS], 0, 5, 5);
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
            baseline.rowDamping(),
            0,
            1);
    for (int row = 0; row < matrix.rows(); row++) {
      assertEquals(baseline.rowBiases()[row], transform.rowBias(matrix, row), 1e-5);
    }
  }

  /** Ratings of 150 rows and 100 columns; low columns have few. */
  private static RatingMatrix uneven(Random random, double rowSpread, double columnSpread) {
    int rows = 150;
    int columns = 100;
    double[] rowBiases = new double[rows];
    double[] columnBiases = new double[columns];
    Arrays.setAll(rowBiases, row -> rowSpread * random.nextGaussian());
    Arrays.setAll(columnBiases, column -> columnSpread * random.nextGaussian());
    int[] cells =
        IntStream.range(0, rows * columns)
            .filter(cell -> random.nextInt(100) < (columnBiases[cell % columns] > 0 ? 60 : 5))
            .toArray();
    float[] ratings = new float[cells.length];
    for (int i = 0; i < cells.length; i++) {
      ratings[i] =
          (float)
              (3
                  + rowBiases[cells[i] / columns]
                  + columnBiases[cells[i] % columns]
                  + random.nextGaussian());
    }
    RatingTable table =
        new RatingTable(
            IdVocabulary.of(IntStream.range(0, rows).mapToObj(u -> "u" + u).toList()),
            IdVocabulary.of(IntStream.range(0, columns).mapToObj(i -> "i" + i).toList()),
            IntStream.of(cells).map(cell -> cell / columns).toArray(),
            IntStream.of(cells).map(cell -> cell % columns).toArray(),
            ratings);
    return RatingMatrix.of(table, IntStream.range(0, cells.length).toArray(), Orientation.USER);
  }

  /** The damping is the variance of the noise over that of the biases. */
  @Property(tries = 20)
  void fit_dampsRowsAndColumnsByTheirSpread(@ForAll long seed) {
    BiasBaseline baseline = BiasBaseline.fit(uneven(new Random(seed), 0.35, 0.7));
    assertEquals(0, Math.log(baseline.rowDamping() * 0.35 * 0.35), 0.8);
    assertEquals(0, Math.log(baseline.columnDamping() * 0.7 * 0.7), 0.8);
    BiasBaseline turned = BiasBaseline.fit(uneven(new Random(seed), 0.7, 0.35));
    assertTrue(turned.rowDamping() < turned.columnDamping(), turned + "");
  }

  /** Most ratings are of good columns, so the average column is below the average rating. */
  @Property(tries = 20)
  void fit_takesColumnsWithoutRatingsForAverageOnes_notForPopularOnes(@ForAll long seed) {
    BiasBaseline baseline = BiasBaseline.fit(uneven(new Random(seed), 0.35, 0.7));
    assertEquals(3, baseline.globalMean() + baseline.averageColumn(), 0.35);
    assertTrue(baseline.globalMean() > 3.2, baseline + "");
    assertEquals(baseline.averageColumn(), baseline.columnBias(new int[0], new float[0]), 1e-12);
  }
}
