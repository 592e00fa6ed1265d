package io.autorec.trainer.training.step;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autorec.model.IdVocabulary;
import io.autorec.model.Orientation;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.matrix.Shuffle;
import io.autorec.trainer.ratings.RatingTable;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ColumnPenaltiesTest {
  private static final int ROWS = 50;
  private static final double LAMBDA = 12;

  /** Column c of the transposed table has c ratings, and column 0 none. */
  private static RatingMatrix matrix() {
    int[] cells =
        IntStream.range(0, ROWS * ROWS).filter(cell -> cell / ROWS < cell % ROWS).toArray();
    float[] ratings = new float[cells.length];
    for (int i = 0; i < ratings.length; i++) {
      ratings[i] = 1 + i % 5;
    }
    RatingTable table =
        new RatingTable(
            IdVocabulary.of(IntStream.range(0, ROWS).mapToObj(u -> "u" + u).toList()),
            IdVocabulary.of(IntStream.range(0, ROWS).mapToObj(i -> "i" + i).toList()),
            IntStream.of(cells).map(cell -> cell / ROWS).toArray(),
            IntStream.of(cells).map(cell -> cell % ROWS).toArray(),
            ratings);
    return RatingMatrix.of(table, IntStream.range(0, cells.length).toArray(), Orientation.USER);
  }

  @Test
  void column_takesAllOfLambdaOverAnEpoch_inTheMean() {
    RatingMatrix training = matrix();
    int[] rows = training.observedRows();
    ColumnPenalties penalties = new ColumnPenalties(training, LAMBDA);
    double[] taken = new double[training.width()];
    Random random = new Random(3);
    int epochs = 2_000;
    for (int epoch = 0; epoch < epochs; epoch++) {
      Shuffle.shuffle(rows, random);
      for (int from = 0; from < rows.length; from += 8) {
        int to = Math.min(rows.length, from + 8);
        boolean[] observed = new boolean[training.width()];
        for (int r = from; r < to; r++) {
          for (int i = training.start(rows[r]); i < training.start(rows[r] + 1); i++) {
            observed[training.column(i)] = true;
          }
        }
        for (int column = 0; column < taken.length; column++) {
          taken[column] += observed[column] ? penalties.of(to - from)[column] / epochs : 0;
        }
      }
    }
    assertEquals(0, taken[0]);
    for (int column = 1; column < taken.length; column++) {
      assertEquals(LAMBDA, taken[column], 0.12 * LAMBDA, "column " + column);
    }
  }

  @Test
  void share_isThatOfTheRows_whereAColumnIsInEveryBatch() {
    RatingMatrix training = matrix();
    int rows = training.observedRows().length;
    float[] shares = new ColumnPenalties(training, LAMBDA).of(rows / 2);
    double share = Math.floor(rows / 2.0) / rows;
    assertEquals(LAMBDA * share, shares[ROWS - 1], 1e-4);
    assertEquals(0, shares[0]);
    assertEquals(LAMBDA, new ColumnPenalties(training, LAMBDA).of(rows)[1], 1e-4);
  }
}
