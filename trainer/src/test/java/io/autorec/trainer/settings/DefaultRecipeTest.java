package io.autorec.trainer.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DefaultRecipeTest {
  /** MovieLens latest-small, 1M and 100K by items, and 100K by users; and where the rule ends. */
  /** Rows, columns and ratings as MovieLens 1M, 10M and 20M and Netflix have them to train on. */
  @ParameterizedTest
  @CsvSource({
    "3706, 6040, 882000, 128",
    "6040, 3706, 882000, 128",
    "10677, 69878, 8820000, 384",
    "26744, 138493, 17640000, 1024",
    "138493, 26744, 17640000, 1024",
    "17770, 480189, 88620000, 512",
    "29000, 105000, 220000, 128",
    "60000, 2000, 5000000, 128"
  })
  void batchSize_growsWithTheColumns_whenThereAreManyRatings(
      int rows, int columns, int ratings, int batch) {
    assertEquals(batch, DefaultRecipe.batchSize(rows, columns, ratings));
  }

  @ParameterizedTest
  @ValueSource(ints = {9724, 3706, 1682, 943, 897})
  void manyRows_takeBatchesOf128(int rows) {
    assertEquals(128, DefaultRecipe.batchSize(rows, rows, 10 * rows));
    assertTrue(DefaultRecipe.epochs(rows, 128) * ((rows + 127) / 128) >= 800);
  }

  @Test
  void epochsAndPatience_areSteps_whereEpochsAreShort() {
    assertEquals(60, DefaultRecipe.epochs(3706, 128));
    assertEquals(15, DefaultRecipe.patience(3706, 128));
    assertEquals(60, DefaultRecipe.epochs(1682, 128));
    assertEquals(80, DefaultRecipe.epochs(20, 2));
    assertEquals(40, DefaultRecipe.patience(20, 2));
    assertEquals(800, DefaultRecipe.epochs(100, 128));
    assertEquals(400, DefaultRecipe.patience(100, 128));
  }

  @ParameterizedTest
  @CsvSource({"896, 56", "100, 7", "60, 4", "30, 2", "5, 2"})
  void fewRows_takeSmallBatches(int rows, int batch) {
    assertEquals(batch, DefaultRecipe.batchSize(rows, rows, 10 * rows));
  }

  @Test
  void epoch_hasAtLeastEightSteps_whereItHasAsManyPairsOfRows() {
    for (int rows = 15; rows < 5_000; rows++) {
      int batch = DefaultRecipe.batchSize(rows, rows, 10 * rows);
      int steps = (rows + batch - 1) / batch;
      assertTrue(steps >= 8, rows + " rows in batches of " + batch);
    }
  }
}
