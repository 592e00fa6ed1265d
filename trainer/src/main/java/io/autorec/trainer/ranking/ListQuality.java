package io.autorec.trainer.ranking;

import java.util.function.IntPredicate;

/**
 * Measures how well one list finds the items that are relevant to its user. An item is relevant or
 * not (binary gain).
 *
 * <p>N is the length asked for, and R the number of relevant items. rel(i) is 1 if the item at
 * place i of the list is relevant, and 0 if not:
 *
 * <ul>
 *   <li>Recall@N = sum of rel(i), i from 1 to N, over R (Herlocker, Konstan, Terveen and Riedl,
 *       Evaluating Collaborative Filtering Recommender Systems, ACM TOIS 22(1), 2004). It cannot
 *       reach 1 if R is above N; some papers divide by min(N, R), which gives larger numbers.
 *   <li>NDCG@N = DCG / ideal DCG, with DCG = sum of rel(i) / log2(i + 1), i from 1 to N, and the
 *       ideal DCG that of a list with min(N, R) relevant items in front (Järvelin and Kekäläinen,
 *       Cumulated Gain-Based Evaluation of IR Techniques, ACM TOIS 20(4), 2002; the discount as in
 *       Burges et al., Learning to Rank using Gradient Descent, ICML 2005).
 * </ul>
 *
 * @param recall in [0, 1]
 * @param ndcg in [0, 1]
 */
public record ListQuality(double recall, double ndcg) {
  /**
   * Measures a list.
   *
   * @param items the list, best first, each item once; at most {@code top} items
   * @param top N, the length asked for
   * @param relevant tells which items are relevant
   * @param relevantCount the number of relevant items, listed or not; at least 1
   */
  public static ListQuality of(int[] items, int top, IntPredicate relevant, int relevantCount) {
    if (items.length > top || relevantCount < 1) {
      throw new IllegalArgumentException(
          "%s items, top %s, %s relevant (expected: at most top, and at least one relevant)"
              .formatted(items.length, top, relevantCount));
    }
    int hits = 0;
    double gain = 0;
    for (int place = 1; place <= items.length; place++) {
      if (relevant.test(items[place - 1])) {
        hits++;
        gain += discount(place);
      }
    }
    double ideal = 0;
    for (int place = 1; place <= Math.min(top, relevantCount); place++) {
      ideal += discount(place);
    }
    return new ListQuality((double) hits / relevantCount, gain / ideal);
  }

  private static double discount(int place) {
    return Math.log(2) / Math.log(place + 1);
  }
}
