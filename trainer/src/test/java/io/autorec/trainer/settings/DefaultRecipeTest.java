package io.autorec.trainer.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DefaultRecipeTest {
  /** MovieLens latest-small, 1M and 100K by items, and 100K by users; and where the rule ends. */
  @ParameterizedTest
  @ValueSource(ints = {9724, 3706, 1682, 943, 897})
  void manyRows_takeBatchesOf128(int rows) {
    assertEquals(128, DefaultRecipe.batchSize(rows));
    assertEquals(15, DefaultRecipe.patience(rows));
  }

  @ParameterizedTest
  @CsvSource({"896, 56", "100, 7", "60, 4", "30, 2", "5, 2"})
  void fewRows_takeSmallBatches_andMorePatience(int rows, int batch) {
    assertEquals(batch, DefaultRecipe.batchSize(rows));
    assertEquals(30, DefaultRecipe.patience(rows));
  }

  @Test
  void epoch_hasAtLeastEightSteps_whereItHasAsManyPairsOfRows() {
    for (int rows = 15; rows < 5_000; rows++) {
      int batch = DefaultRecipe.batchSize(rows);
      int steps = (rows + batch - 1) / batch;
      assertTrue(steps >= 8, rows + " rows in batches of " + batch);
    }
  }
}
