package io.autorec.trainer.matrix;

import io.autorec.model.RatingHistory;
import io.autorec.model.UserRatings;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.ratings.RatingTable;
import io.autorec.trainer.times.RatingTimes;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A split that holds out single ratings, not rows (Sedhain et al., WWW 2015, section 3): at random,
 * or the latest. The parts are disjoint and together are all ratings.
 *
 * @param training ascending indices into the table: the ratings that the model is fitted to, and
 *     gets as input
 * @param validation ascending indices: the ratings that the stopping epoch is chosen on
 * @param test ascending indices: the ratings that the finished model is tested on
 */
public record RatingSplit(int[] training, int[] validation, int[] test) {

  /**
   * Splits a table at random.
   *
   * @param ratings number of ratings
   * @param testRatio share of all ratings for the test part, in [0, 1)
   * @param validationRatio share of the remaining ratings for the validation part, in [0, 1)
   * @param seed the same seed gives the same split
   */
  public static RatingSplit random(
      int ratings, double testRatio, double validationRatio, long seed) {
    Sizes sizes = Sizes.of(ratings, testRatio, validationRatio);
    int test = sizes.test;
    int validation = sizes.validation;
    int[] order = new int[ratings];
    Arrays.setAll(order, i -> i);
    Shuffle.shuffle(order, new Random(seed));
    return new RatingSplit(
        sorted(order, test + validation, ratings),
        sorted(order, test, test + validation),
        sorted(order, 0, test));
  }

  /**
   * Splits a table by time: no training rating is later than a validation rating, and none of both
   * is later than a test rating. Of ratings with equal times, those that come later in the table
   * count as later.
   *
   * @param times the times of all ratings
   * @param testRatio share of all ratings for the test part, in [0, 1)
   * @param validationRatio share of the remaining ratings for the validation part, in [0, 1)
   */
  public static RatingSplit byTime(RatingTimes times, double testRatio, double validationRatio) {
    Sizes sizes = Sizes.of(times.size(), testRatio, validationRatio);
    int firstTest = times.size() - sizes.test;
    int firstValidation = firstTest - sizes.validation;
    double[] sorted = times.sorted();
    BitSet test = latest(times, sorted, firstTest);
    BitSet heldOut = latest(times, sorted, firstValidation);
    BitSet training = new BitSet();
    training.set(0, times.size());
    training.andNot(heldOut);
    heldOut.andNot(test);
    return new RatingSplit(
        training.stream().toArray(), heldOut.stream().toArray(), test.stream().toArray());
  }

  /** The ratings from a rank on, in the order of their times. */
  private static BitSet latest(RatingTimes times, double[] sorted, int rank) {
    BitSet latest = new BitSet();
    if (rank == sorted.length) {
      return latest;
    }
    int first = rank;
    while (first > 0 && sorted[first - 1] == sorted[rank]) {
      first--;
    }
    int earlier = rank - first;
    for (int i = 0; i < times.size(); i++) {
      if (times.time(i) == sorted[rank]) {
        latest.set(i, earlier <= 0);
        earlier--;
      } else {
        latest.set(i, times.time(i) > sorted[rank]);
      }
    }
    return latest;
  }

  private record Sizes(int test, int validation) {
    static Sizes of(int ratings, double testRatio, double validationRatio) {
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
      return new Sizes(test, validation);
    }
  }

  private static int[] sorted(int[] order, int from, int to) {
    int[] part = Arrays.copyOfRange(order, from, to);
    Arrays.sort(part);
    return part;
  }

  /**
   * The same training part, and of the others what is of users and items that it has: a list can be
   * made for these users, and hold these items.
   */
  public RatingSplit ofKnown(RatingTable table) {
    BitSet users = new BitSet();
    BitSet items = new BitSet();
    for (int i : training) {
      users.set(table.user(i));
      items.set(table.item(i));
    }
    IntPredicate known = i -> users.get(table.user(i)) && items.get(table.item(i));
    return new RatingSplit(
        training,
        IntStream.of(validation).filter(known).toArray(),
        IntStream.of(test).filter(known).toArray());
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
