package io.autorec.trainer.offline;

import io.autorec.model.Orientation;
import io.autorec.model.RatingScale;
import io.autorec.trainer.evaluation.BiasBaseline;
import io.autorec.trainer.evaluation.PredictionError;
import java.util.Arrays;

/**
 * Ratings of users or items that a model does not know. They are predicted by a fallback: the
 * biases, of which that of an unknown user or item is the average one.
 *
 * @param users per rating, the user's position; {@value #UNKNOWN} for one that is unknown
 * @param items per rating, the item's position; likewise
 * @param ratings the ratings
 */
record UnknownRatings(int[] users, int[] items, float[] ratings) {
  static final int UNKNOWN = -1;

  UnknownRatings {
    users = users.clone();
    items = items.clone();
    ratings = ratings.clone();
  }

  int size() {
    return ratings.length;
  }

  /** How many are of unknown users, whatever their items. */
  int ofUsers() {
    return (int) Arrays.stream(users).filter(user -> user == UNKNOWN).count();
  }

  /** How many are of unknown items by known users. */
  int ofItems() {
    return size() - ofUsers();
  }

  /**
   * The error of the fallback.
   *
   * @param baseline fitted to the training ratings
   * @param orientation what a row of the baseline is
   */
  PredictionError error(BiasBaseline baseline, Orientation orientation, RatingScale scale) {
    boolean byItem = orientation == Orientation.ITEM;
    int[] rows = byItem ? items : users;
    int[] columns = byItem ? users : items;
    float[] predictions = new float[size()];
    for (int i = 0; i < predictions.length; i++) {
      double row = rows[i] == UNKNOWN ? 0 : baseline.rowBiases()[rows[i]];
      double column =
          columns[i] == UNKNOWN ? baseline.averageColumn() : baseline.columnBiases()[columns[i]];
      predictions[i] = scale.clip((float) (baseline.globalMean() + row + column));
    }
    return PredictionError.ofUnknown(predictions, ratings);
  }

  /** The error of one answer for all. */
  PredictionError error(double answer) {
    float[] predictions = new float[size()];
    Arrays.fill(predictions, (float) answer);
    return PredictionError.ofUnknown(predictions, ratings);
  }
}
