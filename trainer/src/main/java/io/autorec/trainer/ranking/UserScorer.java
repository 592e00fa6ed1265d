package io.autorec.trainer.ranking;

import io.autorec.model.UserRatings;
import java.util.Arrays;

/** Scores all items for known users. */
@FunctionalInterface
public interface UserScorer {
  /**
   * Scores all items.
   *
   * @param users the positions of the users, at least one
   * @return [users.length, items], the higher the better, no NaN; the caller may change the array
   */
  float[] score(int[] users);

  /**
   * Scores each item by its number of ratings.
   *
   * @param choices the training ratings, and the choices without a rating
   */
  static UserScorer mostRatings(UserRatings choices, int items) {
    int[] counts = choices.countsOfItems(items);
    float[] scores = new float[items];
    for (int item = 0; item < items; item++) {
      // Exact below 2^24.
      scores[item] = counts[item];
    }
    return same(scores);
  }

  /**
   * Gives everyone the same scores.
   *
   * @param scores [items]
   */
  static UserScorer same(float[] scores) {
    float[] own = scores.clone();
    return users -> {
      float[] all = Arrays.copyOf(own, Math.multiplyExact(users.length, own.length));
      for (int user = 1; user < users.length; user++) {
        System.arraycopy(own, 0, all, user * own.length, own.length);
      }
      return all;
    };
  }
}
