package io.autorec.trainer.offline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.model.Orientation;
import io.autorec.model.RatingScale;
import io.autorec.trainer.evaluation.BiasBaseline;
import io.autorec.trainer.evaluation.PredictionError;
import org.junit.jupiter.api.Test;

class UnknownRatingsTest {
  private static final RatingScale SCALE = new RatingScale(1, 5);

  @Test
  void error_isThatOfTheKnownBias_orOfTheMean() {
    UnknownRatings unknown =
        new UnknownRatings(
            new int[] {1, -1, -1}, new int[] {-1, 0, -1}, new float[] {4.25f, 3.25f, 3.5f});
    // Users are columns: the mean is 3, the bias of user 1 is 1, that of item 0 is 0.5.
    BiasBaseline byItem = new BiasBaseline(3, new float[] {0.5f, 9}, new float[] {9, 1}, 0, 5, 5);
    PredictionError error = unknown.error(byItem, Orientation.ITEM, SCALE);
    assertEquals(3, error.ratings());
    assertEquals(3, error.coldRatings());
    assertEquals((0.25 + 0.25 + 0.5) / 3, error.mae(), 1e-9);
    BiasBaseline byUser = new BiasBaseline(3, new float[] {9, 1}, new float[] {0.5f, 9}, 0, 5, 5);
    assertEquals(error.rmse(), unknown.error(byUser, Orientation.USER, SCALE).rmse());
    assertEquals((1.25 + 0.25 + 0.5) / 3, unknown.error(3).mae(), 1e-9);
    assertEquals(2, unknown.ofUsers());
    assertEquals(1, unknown.ofItems());
  }

  @Test
  void error_isClippedToTheScale() {
    UnknownRatings unknown = new UnknownRatings(new int[] {0}, new int[] {-1}, new float[] {5});
    BiasBaseline baseline = new BiasBaseline(4, new float[1], new float[] {3}, 0, 5, 5);
    assertEquals(0, unknown.error(baseline, Orientation.ITEM, SCALE).rmse());
  }

  @Test
  void and_countsTheRatingsOfBoth() {
    PredictionError some = PredictionError.ofUnknown(new float[] {3, 4}, new float[] {4, 2});
    PredictionError other = PredictionError.ofUnknown(new float[] {1}, new float[] {4});
    PredictionError both = some.and(other);
    PredictionError expected =
        PredictionError.ofUnknown(new float[] {3, 4, 1}, new float[] {4, 2, 4});
    assertEquals(expected.rmse(), both.rmse(), 1e-12);
    assertEquals(expected.mae(), both.mae(), 1e-12);
    assertEquals(3, both.ratings());
    assertTrue(Double.isNaN(both.knownRmse()));
    PredictionError none = PredictionError.ofUnknown(new float[0], new float[0]);
    assertEquals(some, none.and(some));
    assertEquals(some, some.and(none));
  }
}
