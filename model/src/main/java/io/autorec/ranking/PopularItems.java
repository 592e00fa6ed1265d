package io.autorec.ranking;

import io.autorec.model.UserRatings;

/**
 * Scores items for users about whom nothing is known, by the Bayesian average (m C + sum of
 * ratings) / (C + number of ratings), with m the mean of all ratings and C the mean number of
 * ratings of an item. So a few high ratings do not lift an item above one with many.
 */
public final class PopularItems {
  private PopularItems() {}

  /**
   * The scores, [items].
   *
   * @param ratings the ratings by user
   * @param items the number of items
   */
  public static float[] scores(UserRatings ratings, int items) {
    double[] sums = new double[items];
    int[] counts = new int[items];
    double total = 0;
    for (int i = 0; i < ratings.size(); i++) {
      sums[ratings.item(i)] += ratings.rating(i);
      counts[ratings.item(i)]++;
      total += ratings.rating(i);
    }
    float[] scores = new float[items];
    if (ratings.size() == 0) {
      return scores;
    }
    double mean = total / ratings.size();
    double meanCount = (double) ratings.size() / items;
    for (int item = 0; item < items; item++) {
      scores[item] = (float) ((mean * meanCount + sums[item]) / (meanCount + counts[item]));
    }
    return scores;
  }
}
