package io.autorec.trainer.blocks;

import io.autorec.model.UserRatings;
import io.autorec.trainer.fields.FieldValues;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Rows grouped by user, for the sorting by item. Of the rows of a pair, the one with the latest
 * time stays; of several such, the last. A row without a rating stays if there is no other.
 *
 * <p>Add all rows, {@link #sort} them, take those without a rating, then the times of the others,
 * if they are wanted, then the others. Not thread-safe.
 */
public final class RowsByUser {
  private final int[] items;
  private final float[] ratings;
  private final double[] times;
  private final int mostItems;

  /** Per user, the index after its last row so far; in the end, after its last row. */
  private final int[] ends;

  /** Per user, the number of rows that stay, at the front of its rows. */
  private final int[] kept;

  /**
   * Makes room for rows.
   *
   * @param starts per user, the index of its first row; not copied
   * @param rows the number of rows
   * @param timed whether rows have a time
   * @param items the number of items
   */
  public RowsByUser(int[] starts, int rows, boolean timed, int items) {
    this.ends = starts;
    this.kept = new int[starts.length];
    this.items = new int[rows];
    this.ratings = new float[rows];
    this.times = new double[timed ? rows : 0];
    this.mostItems = items;
  }

  /** Adds a row after the others of its user. */
  public void add(int user, int item, float rating, double time) {
    int row = ends[user]++;
    items[row] = item;
    ratings[row] = rating;
    if (times.length > 0) {
      times[row] = time;
    }
  }

  /** Sorts the rows of each user by item, and keeps one of each. Call it after the last row. */
  public void sort() {
    IntStream.range(0, kept.length).parallel().forEach(this::sort);
  }

  private int start(int user) {
    return user == 0 ? 0 : ends[user - 1];
  }

  private void sort(int user) {
    int start = start(user);
    int end = ends[user];
    if (areAscending(start, end)) {
      kept[user] = end - start;
      return;
    }
    int[] order = order(start, end);
    int[] oldItems = Arrays.copyOfRange(items, start, end);
    float[] oldRatings = Arrays.copyOfRange(ratings, start, end);
    double[] oldTimes = times.length == 0 ? times : Arrays.copyOfRange(times, start, end);
    int last = start - 1;
    double latest = 0;
    for (int row : order) {
      double time = oldTimes.length == 0 ? 0 : oldTimes[row];
      boolean isNew = last < start || items[last] != oldItems[row];
      boolean isRated = oldRatings[row] != FieldValues.MISSING;
      if (isNew || (isRated && time >= latest)) {
        last += isNew ? 1 : 0;
        items[last] = oldItems[row];
        ratings[last] = oldRatings[row];
        if (oldTimes.length > 0) {
          times[last] = time;
        }
        latest = time;
      }
    }
    kept[user] = last + 1 - start;
  }

  private boolean areAscending(int start, int end) {
    for (int i = start + 1; i < end; i++) {
      if (items[i - 1] >= items[i]) {
        return false;
      }
    }
    return true;
  }

  /** The rows of a user, from 0, by item and then as they came. */
  private int[] order(int start, int end) {
    int rows = end - start;
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(rows - 1);
    int[] order = new int[rows];
    if ((long) mostItems << bits <= Integer.MAX_VALUE) {
      for (int row = 0; row < rows; row++) {
        order[row] = items[start + row] << bits | row;
      }
      Arrays.sort(order);
      int mask = (1 << bits) - 1;
      for (int i = 0; i < rows; i++) {
        order[i] &= mask;
      }
      return order;
    }
    long[] keys = new long[rows];
    for (int row = 0; row < rows; row++) {
      keys[row] = (long) items[start + row] << Integer.SIZE | row;
    }
    Arrays.sort(keys);
    for (int i = 0; i < rows; i++) {
      order[i] = (int) keys[i];
    }
    return order;
  }

  /** Takes the rows without a rating out of those that stay. */
  public UserRatings takeUnrated() {
    int[] starts = new int[kept.length + 1];
    int[] unrated = new int[Arrays.stream(kept).sum()];
    int count = 0;
    for (int user = 0; user < kept.length; user++) {
      int start = start(user);
      int rated = start;
      for (int row = start; row < start + kept[user]; row++) {
        if (ratings[row] == FieldValues.MISSING) {
          unrated[count++] = items[row];
        } else {
          items[rated] = items[row];
          if (times.length > 0) {
            times[rated] = times[row];
          }
          ratings[rated++] = ratings[row];
        }
      }
      kept[user] = rated - start;
      starts[user + 1] = count;
    }
    return new UserRatings(starts, Arrays.copyOf(unrated, count), new float[count]);
  }

  /** Takes the times of the rows that stay, by user and item. Call it before {@link #take}. */
  public double[] takeTimes() {
    int size = 0;
    for (int user = 0; user < kept.length; user++) {
      System.arraycopy(times, start(user), times, size, kept[user]);
      size += kept[user];
    }
    return size == times.length ? times : Arrays.copyOf(times, size);
  }

  /**
   * Takes the rows that stay, by user and item: per row, its user, item and rating. Call it once,
   * last.
   *
   * @param <T> what is made of them
   */
  public <T> T take(Taker<T> taker) {
    int size = 0;
    for (int user = 0; user < kept.length; user++) {
      System.arraycopy(items, start(user), items, size, kept[user]);
      System.arraycopy(ratings, start(user), ratings, size, kept[user]);
      size += kept[user];
    }
    int[] users = new int[size];
    int from = 0;
    for (int user = 0; user < kept.length; user++) {
      Arrays.fill(users, from, from + kept[user], user);
      from += kept[user];
    }
    boolean whole = size == items.length;
    return taker.take(
        users,
        whole ? items : Arrays.copyOf(items, size),
        whole ? ratings : Arrays.copyOf(ratings, size));
  }

  /**
   * Takes arrays of equal lengths, which now belong to it.
   *
   * @param <T> what it makes of them
   */
  @FunctionalInterface
  public interface Taker<T> {
    T take(int[] users, int[] items, float[] ratings);
  }
}
