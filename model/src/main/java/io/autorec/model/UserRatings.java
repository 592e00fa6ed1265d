package io.autorec.model;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Ratings grouped by user, as flat arrays: the ratings of user u are entries start(u) to start(u +
 * 1).
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class UserRatings {
  private final int[] starts;
  private final int[] items;
  private final float[] ratings;

  /**
   * @param starts [users + 1], ascending from 0 to the number of ratings
   * @param items [ratings], item positions, strictly ascending within a user
   * @param ratings [ratings], aligned with {@code items}; like the other two not copied
   * @throws IllegalArgumentException if the arrays do not fit each other
   */
  public UserRatings(int[] starts, int[] items, float[] ratings) {
    this.starts = starts;
    this.items = items;
    this.ratings = ratings;
    if (starts.length == 0
        || starts[0] != 0
        || starts[starts.length - 1] != items.length
        || items.length != ratings.length) {
      throw new IllegalArgumentException("starts, items and ratings do not fit each other");
    }
    for (int user = 0; user < users(); user++) {
      if (starts[user] > starts[user + 1]) {
        throw new IllegalArgumentException("starts: not ascending at user " + user);
      }
      for (int i = starts[user] + 1; i < starts[user + 1]; i++) {
        if (items[i - 1] >= items[i]) {
          throw new IllegalArgumentException("items: not ascending for user " + user);
        }
      }
    }
  }

  /** No ratings of some users. */
  public static UserRatings none(int users) {
    return new UserRatings(new int[users + 1], new int[0], new float[0]);
  }

  /** Number of users, with or without ratings. */
  public int users() {
    return starts.length - 1;
  }

  /** Number of ratings of all users. */
  public int size() {
    return items.length;
  }

  /** Index of the first rating of a user; also the end of the user before. */
  public int start(int user) {
    return starts[user];
  }

  /** Item position of the rating at an index. */
  public int item(int index) {
    return items[index];
  }

  /** Value of the rating at an index. */
  public float rating(int index) {
    return ratings[index];
  }

  /** The items that a user has rated, ascending; a copy. */
  public int[] items(int user) {
    return Arrays.copyOfRange(items, starts[user], starts[user + 1]);
  }

  /** The ratings of a user, aligned with {@link #items}; a copy. */
  public float[] ratings(int user) {
    return Arrays.copyOfRange(ratings, starts[user], starts[user + 1]);
  }

  /** Passes on each item that a user has rated, in ascending order. */
  public void forEachItem(int user, IntConsumer action) {
    for (int i = starts[user]; i < starts[user + 1]; i++) {
      action.accept(items[i]);
    }
  }

  /** Returns true if a user has rated an item. */
  public boolean contains(int user, int item) {
    return index(user, item) >= 0;
  }

  /** The index of a user's rating of an item; negative if there is none. */
  public int index(int user, int item) {
    return Arrays.binarySearch(items, starts[user], starts[user + 1], item);
  }

  /** The mean of all ratings; 0 if there are none. */
  public float mean() {
    double sum = 0;
    for (float rating : ratings) {
      sum += rating;
    }
    return (float) (sum / Math.max(1, ratings.length));
  }

  /** Maps a rating to another number. */
  @FunctionalInterface
  public interface RatingFunction {
    float of(float rating);
  }

  /** The same pairs of user and item with other values. */
  public UserRatings map(RatingFunction function) {
    float[] mapped = new float[ratings.length];
    for (int i = 0; i < mapped.length; i++) {
      mapped[i] = function.of(ratings[i]);
    }
    return new UserRatings(starts, items, mapped);
  }

  /** The same ratings grouped by item: items take the place of users, and users that of items. */
  public UserRatings byItem(int allItems) {
    int[] ends = new int[allItems + 1];
    for (int item : items) {
      ends[item + 1]++;
    }
    for (int item = 0; item < allItems; item++) {
      ends[item + 1] += ends[item];
    }
    int[] itemStarts = ends.clone();
    int[] users = new int[items.length];
    float[] values = new float[items.length];
    for (int user = 0; user < users(); user++) {
      for (int i = starts[user]; i < starts[user + 1]; i++) {
        int place = ends[items[i]]++;
        users[place] = user;
        values[place] = ratings[i];
      }
    }
    return new UserRatings(itemStarts, users, values);
  }

  /**
   * These ratings and others of the same users.
   *
   * @throws IllegalArgumentException if a pair of user and item is in both
   */
  public UserRatings and(UserRatings others) {
    if (others.size() == 0) {
      return this;
    }
    int[] allStarts = new int[starts.length];
    int[] allItems = new int[size() + others.size()];
    float[] values = new float[allItems.length];
    int at = 0;
    for (int user = 0; user < users(); user++) {
      int i = starts[user];
      int j = others.starts[user];
      while (i < starts[user + 1] || j < others.starts[user + 1]) {
        boolean isOwn =
            j == others.starts[user + 1] || (i < starts[user + 1] && items[i] < others.items[j]);
        allItems[at] = isOwn ? items[i] : others.items[j];
        values[at++] = isOwn ? ratings[i++] : others.ratings[j++];
      }
      allStarts[user + 1] = at;
    }
    return new UserRatings(allStarts, allItems, values);
  }

  /** The number of ratings of each item, [items]. */
  public int[] countsOfItems(int allItems) {
    int[] counts = new int[allItems];
    for (int item : items) {
      counts[item]++;
    }
    return counts;
  }
}
