package io.autorec.trainer.matrix;

import io.autorec.model.RatingHistory;
import io.autorec.model.UserRatings;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.ratings.RatingTable;
import java.util.Arrays;
import java.util.Random;

/**
 * A split that holds out single ratings at random, not rows (Sedhain et al., WWW 2015, section 3).
 * The parts are disjoint and together are all ratings.
 *
 * @param training ascending indices into the table: the ratings that the model is fitted to, and
 *     gets as input
 * @param validation ascending indices: the ratings that the stopping epoch is chosen on
 * @param test ascending indices: the ratings that the finished model is tested on
 */
public record RatingSplit(int[] training, int[] validation, int[] test) {

  /**
   * Splits a table.
   *
   * @param ratings number of ratings
   * @param testRatio share of all ratings for the test part, in [0, 1)
   * @param validationRatio share of the remaining ratings for the validation part, in [0, 1)
   * @param seed the same seed gives the same split
   */
  public static RatingSplit random(
      int ratings, double testRatio, double validationRatio, long seed) {
    int test = (int) Math.round(ratings * testRatio);
    int validation =
        validationRatio == 0
            ? 0
            : (int) Math.max(1, Math.round((ratings - test) * validationRatio));
    if (test + validation >= ratings) {
      throw new InputException(
          "%s ratings, %s of them to test on and %s to validate on (expected: some left to train on)"
              .formatted(ratings, test, validation));
    }
    int[] order = new int[ratings];
    Arrays.setAll(order, i -> i);
    Shuffle.shuffle(order, new Random(seed));
    return new RatingSplit(
        sorted(order, test + validation, ratings),
        sorted(order, test, test + validation),
        sorted(order, 0, test));
  }

  private static int[] sorted(int[] order, int from, int to) {
    int[] part = Arrays.copyOfRange(order, from, to);
    Arrays.sort(part);
    return part;
  }

  /**
   * The parts as they are stored with a model version.
   *
   * @param unrated the pairs without a rating, which are in no part of the split
   */
  public RatingHistory history(RatingTable table, UserRatings unrated) {
    return new RatingHistory(
        byUser(table, training), byUser(table, validation), byUser(table, test), unrated);
  }

  /** Some ratings of a table, by user; the indices ascend. */
  public static UserRatings byUser(RatingTable table, int[] indices) {
    int[] starts = new int[table.users().size() + 1];
    int[] items = new int[indices.length];
    float[] ratings = new float[indices.length];
    for (int at = 0; at < indices.length; at++) {
      starts[table.user(indices[at]) + 1]++;
      items[at] = table.item(indices[at]);
      ratings[at] = table.rating(indices[at]);
    }
    for (int user = 0; user + 1 < starts.length; user++) {
      starts[user + 1] += starts[user];
    }
    return new UserRatings(starts, items, ratings);
  }
}
