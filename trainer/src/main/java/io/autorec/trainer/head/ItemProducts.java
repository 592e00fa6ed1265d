package io.autorec.trainer.head;

import io.autorec.model.UserRatings;
import io.autorec.ranking.RankedItems;
import io.autorec.trainer.training.sparse.Workers;
import java.util.Arrays;

/**
 * The scalar products of the items' columns in the input matrix X, [users, items]: G = X'X. It
 * keeps one half of G, 2 bytes for each pair of items: 0.8 GB for 20,000 items.
 */
final class ItemProducts {
  private final float[][] lower;

  private ItemProducts(float[][] lower) {
    this.lower = lower;
  }

  /**
   * Computes all products. The time grows with the sum of the users' squared numbers of ratings.
   *
   * @param inputs X by user
   * @param items the number of items
   */
  static ItemProducts of(UserRatings inputs, int items, Workers workers) {
    int[] starts = new int[items + 1];
    for (int i = 0; i < inputs.size(); i++) {
      starts[inputs.item(i) + 1]++;
    }
    for (int item = 0; item < items; item++) {
      starts[item + 1] += starts[item];
    }
    // For each item its inputs: the user, and the index in the user's row.
    int[] users = new int[inputs.size()];
    int[] indices = new int[inputs.size()];
    int[] next = Arrays.copyOf(starts, items);
    for (int user = 0; user < inputs.users(); user++) {
      for (int i = inputs.start(user); i < inputs.start(user + 1); i++) {
        int at = next[inputs.item(i)]++;
        users[at] = user;
        indices[at] = i;
      }
    }
    float[][] lower = new float[items][];
    workers.forEach(
        items,
        item -> {
          float[] row = new float[item + 1];
          for (int at = starts[item]; at < starts[item + 1]; at++) {
            float input = inputs.rating(indices[at]);
            // Items of a user ascend: up to the item itself.
            for (int i = inputs.start(users[at]); i <= indices[at]; i++) {
              row[inputs.item(i)] += input * inputs.rating(i);
            }
          }
          lower[item] = row;
        });
    return new ItemProducts(lower);
  }

  int items() {
    return lower.length;
  }

  float of(int item, int other) {
    return item > other ? lower[item][other] : lower[other][item];
  }

  /**
   * The items with the largest cosines between their columns and that of an item, ascending; fewer
   * where fewer have users in common with it.
   */
  int[] nearest(int item, int count) {
    float[] cosines = new float[items()];
    for (int other = 0; other < cosines.length; other++) {
      float product = of(item, other);
      cosines[other] =
          product > 0 && other != item
              ? product / (float) Math.sqrt(of(other, other))
              : RankedItems.LEFT_OUT;
    }
    int[] nearest = RankedItems.best(cosines, count).items();
    Arrays.sort(nearest);
    return nearest;
  }
}
