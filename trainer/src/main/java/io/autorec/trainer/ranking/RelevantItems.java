package io.autorec.trainer.ranking;

import io.autorec.model.RatingScale;
import io.autorec.model.UserRatings;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The items that users are known to like: those of their held-out ratings that are high enough.
 *
 * <p>Immutable.
 */
public final class RelevantItems {
  private static final float HIGH = 0.75f;

  private final UserRatings relevant;
  private final int[] users;

  private RelevantItems(UserRatings relevant, int[] users) {
    this.relevant = relevant;
    this.users = users;
  }

  /**
   * Finds the relevant items.
   *
   * @param heldOut the ratings that the model was not shown, by its vocabularies
   * @param threshold the lowest rating that makes an item relevant
   */
  public static RelevantItems of(UserRatings heldOut, float threshold) {
    int[] starts = new int[heldOut.users() + 1];
    int[] items = new int[heldOut.size()];
    float[] ratings = new float[heldOut.size()];
    int count = 0;
    for (int user = 0; user < heldOut.users(); user++) {
      for (int i = heldOut.start(user); i < heldOut.start(user + 1); i++) {
        if (heldOut.rating(i) >= threshold) {
          items[count] = heldOut.item(i);
          ratings[count++] = heldOut.rating(i);
        }
      }
      starts[user + 1] = count;
    }
    int[] users =
        IntStream.range(0, heldOut.users()).filter(u -> starts[u + 1] > starts[u]).toArray();
    return new RelevantItems(
        new UserRatings(starts, Arrays.copyOf(items, count), Arrays.copyOf(ratings, count)), users);
  }

  /**
   * The same items for fewer users, spread evenly over all.
   *
   * @param most how many users, if there are more
   */
  public RelevantItems ofSome(int most) {
    int count = Math.min(most, users.length);
    int[] some =
        IntStream.range(0, count)
            .map(i -> users[(int) ((long) i * users.length / count)])
            .toArray();
    return new RelevantItems(relevant, some);
  }

  /** The rating at three quarters of a scale: 4 on one from 1 to 5, 75 on one from 0 to 100. */
  public static float defaultThreshold(RatingScale scale) {
    return scale.min() + HIGH * (scale.max() - scale.min());
  }

  /** Number of relevant items of all users. */
  public int size() {
    return relevant.size();
  }

  /** Users to whom something is relevant, ascending. */
  public int[] users() {
    return users.clone();
  }

  /** The number of items that are relevant to a user. */
  int count(int user) {
    return relevant.start(user + 1) - relevant.start(user);
  }

  /** Returns true if an item is relevant to a user. */
  boolean contains(int user, int item) {
    return relevant.contains(user, item);
  }
}
