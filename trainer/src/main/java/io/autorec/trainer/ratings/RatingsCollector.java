package io.autorec.trainer.ratings;

import io.autorec.model.IdVocabulary;
import io.autorec.trainer.times.Timestamps;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.function.DoubleUnaryOperator;

/**
 * Collects ratings in the order of the file, and makes a table of them.
 *
 * <p>It keeps a few numbers for each row and no object. Two stable counting sorts, by item and then
 * by user, bring rows of the same pair together, in the order of their lines. Of these, the row
 * with the latest timestamp stays; of several such, the last.
 */
final class RatingsCollector {
  private final IdColumn users = new IdColumn();
  private final IdColumn items = new IdColumn();
  private float[] ratings = new float[1024];
  private double[] timestamps;

  /**
   * @param timed whether rows have a timestamp
   */
  RatingsCollector(boolean timed) {
    this.timestamps = new double[timed ? 1024 : 0];
  }

  /** Adds a row; the timestamp counts only in a timed collector. */
  void add(String user, String item, float rating, double timestamp) {
    int row = users.size();
    users.add(user);
    items.add(item);
    if (row == ratings.length) {
      ratings = Arrays.copyOf(ratings, IdColumn.larger(row));
      if (timestamps.length > 0) {
        timestamps = Arrays.copyOf(timestamps, ratings.length);
      }
    }
    ratings[row] = rating;
    if (timestamps.length > 0) {
      timestamps[row] = timestamp;
    }
  }

  /** The number, the earliest and the latest of the times. */
  DoubleSummaryStatistics times() {
    return Arrays.stream(timestamps, 0, Math.min(rows(), timestamps.length))
        .filter(time -> time != Timestamps.NONE)
        .summaryStatistics();
  }

  /** Changes all times so far. */
  void changeTimes(DoubleUnaryOperator change) {
    for (int row = 0; row < Math.min(rows(), timestamps.length); row++) {
      timestamps[row] = change.applyAsDouble(timestamps[row]);
    }
  }

  /** The number of rows added. */
  int rows() {
    return users.size();
  }

  /** Makes the table of all rows. Call it once. */
  RatingTable toTable() {
    IdVocabulary userIds = users.toVocabulary();
    IdVocabulary itemIds = items.toVocabulary();
    int[] order = new int[rows()];
    Arrays.setAll(order, row -> row);
    order = sortedBy(items, itemIds.size(), order);
    order = sortedBy(users, userIds.size(), order);
    int kept = keepLatest(order);
    int[] userOf = new int[kept];
    int[] itemOf = new int[kept];
    float[] kepts = new float[kept];
    for (int i = 0; i < kept; i++) {
      userOf[i] = users.get(order[i]);
      itemOf[i] = items.get(order[i]);
      kepts[i] = ratings[order[i]];
    }
    return RatingTable.owning(userIds, itemIds, userOf, itemOf, kepts);
  }

  /** A stable counting sort of rows by a column. */
  private static int[] sortedBy(IdColumn column, int positions, int[] rows) {
    int[] next = new int[positions + 1];
    for (int row : rows) {
      next[column.get(row) + 1]++;
    }
    for (int position = 0; position < positions; position++) {
      next[position + 1] += next[position];
    }
    int[] sorted = new int[rows.length];
    for (int row : rows) {
      sorted[next[column.get(row)]++] = row;
    }
    return sorted;
  }

  /** Moves the row that stays of each pair to the front of {@code order}; returns their number. */
  private int keepLatest(int[] order) {
    int kept = 0;
    for (int row : order) {
      if (kept == 0 || !samePair(order[kept - 1], row)) {
        order[kept++] = row;
      } else if (timestamps.length == 0 || timestamps[row] >= timestamps[order[kept - 1]]) {
        order[kept - 1] = row;
      }
    }
    return kept;
  }

  private boolean samePair(int row, int other) {
    return users.get(row) == users.get(other) && items.get(row) == items.get(other);
  }
}
