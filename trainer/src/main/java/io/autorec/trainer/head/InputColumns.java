package io.autorec.trainer.head;

import io.autorec.model.UserRatings;
import java.util.Arrays;

/**
 * The input matrix X, [users, items], by user and by item. It computes parts of G = X'X, the scalar
 * products of the items' columns.
 *
 * <p>Immutable and safe for use by several threads.
 */
final class InputColumns implements ItemProducts {
  private final UserRatings inputs;
  private final int[] starts;
  // For each item its inputs: the user, and the index in the user's row.
  private final int[] users;
  private final int[] indices;
  private final float[] lengths;

  /**
   * @param inputs X by user
   * @param items the number of items
   */
  InputColumns(UserRatings inputs, int items) {
    this.inputs = inputs;
    this.starts = new int[items + 1];
    this.users = new int[inputs.size()];
    this.indices = new int[inputs.size()];
    this.lengths = new float[items];
    int[] counts = inputs.countsOfItems(items);
    for (int item = 0; item < items; item++) {
      starts[item + 1] = starts[item] + counts[item];
    }
    int[] next = Arrays.copyOf(starts, items);
    double[] squares = new double[items];
    for (int user = 0; user < inputs.users(); user++) {
      for (int i = inputs.start(user); i < inputs.start(user + 1); i++) {
        int at = next[inputs.item(i)]++;
        users[at] = user;
        indices[at] = i;
        squares[inputs.item(i)] += (double) inputs.rating(i) * inputs.rating(i);
      }
    }
    for (int item = 0; item < items; item++) {
      lengths[item] = (float) Math.sqrt(squares[item]);
    }
  }

  int items() {
    return starts.length - 1;
  }

  /**
   * The products of an item with the items before it and with itself, or with all items.
   *
   * @param length how many items, from the first; more than the item's position
   */
  float[] products(int item, int length) {
    float[] row = new float[length];
    for (int at = starts[item]; at < starts[item + 1]; at++) {
      float input = inputs.rating(indices[at]);
      int end = inputs.start(users[at] + 1);
      // The items of a user ascend.
      for (int i = inputs.start(users[at]); i < end && inputs.item(i) < length; i++) {
        row[inputs.item(i)] += input * inputs.rating(i);
      }
    }
    return row;
  }

  /** The Euclidean length of an item's column. */
  float length(int item) {
    return lengths[item];
  }

  /** Takes the users of these items alone: no matrix of items by items is kept. */
  @Override
  public double[][] among(int[] items) {
    int size = 0;
    for (int item : items) {
      size += starts[item + 1] - starts[item];
    }
    // Sorted by user, then by item.
    long[] entries = new long[size];
    int next = 0;
    for (int row = 0; row < items.length; row++) {
      for (int at = starts[items[row]]; at < starts[items[row] + 1]; at++) {
        entries[next++] = (long) users[at] << Integer.SIZE | row;
      }
    }
    Arrays.sort(entries);
    float[] values = new float[size];
    double[][] lower = new double[items.length][];
    for (int row = 0; row < items.length; row++) {
      lower[row] = new double[row + 1];
    }
    int first = 0;
    for (int entry = 0; entry < size; entry++) {
      int user = (int) (entries[entry] >> Integer.SIZE);
      if (entry > 0 && user != (int) (entries[entry - 1] >> Integer.SIZE)) {
        first = entry;
      }
      int row = (int) entries[entry];
      values[entry] = inputs.rating(inputs.index(user, items[row]));
      for (int other = first; other <= entry; other++) {
        lower[row][(int) entries[other]] += (double) values[entry] * values[other];
      }
    }
    return lower;
  }
}
