package io.autorec.trainer.ranking;

import java.io.Serializable;
import java.util.BitSet;

/**
 * Sums of the quality of lists, over the users that have one. Those of parts of the users add up to
 * that of all.
 *
 * @param users the number of users
 * @param recall the sum of their Recall@N, see {@link ListQuality}
 * @param ndcg the sum of their NDCG@N
 * @param listed the items that are in at least one of the lists; not copied
 */
public record ListSums(int users, double recall, double ndcg, BitSet listed)
    implements Serializable {
  /**
   * Ranks for every user to whom something is relevant, and measures the lists.
   *
   * @param items the number of items that the scorer scores
   * @param top N, the length of a list, at least 1
   * @param shown the items to leave out of a user's list: those whose ratings the model was shown
   */
  static ListSums of(
      UserScorer scorer, int items, int top, RankedLists.LeftOut shown, RelevantItems relevant) {
    int[] users = relevant.users();
    BitSet listed = new BitSet(items);
    double[] sums = new double[2];
    boolean all =
        new RankedLists(scorer, items, top, shown)
            .forEach(
                users,
                () -> false,
                list -> {
                  ListQuality quality =
                      ListQuality.of(
                          list.items(),
                          top,
                          item -> relevant.contains(list.user(), item),
                          relevant.count(list.user()));
                  sums[0] += quality.recall();
                  sums[1] += quality.ndcg();
                  for (int item : list.items()) {
                    listed.set(item);
                  }
                });
    if (!all) {
      throw new IllegalStateException("not every user has a list");
    }
    return new ListSums(users.length, sums[0], sums[1], listed);
  }

  /** The sums over the users of both, of whom no one is in both. */
  ListSums and(ListSums other) {
    BitSet ofBoth = (BitSet) listed.clone();
    ofBoth.or(other.listed);
    return new ListSums(users + other.users, recall + other.recall, ndcg + other.ndcg, ofBoth);
  }

  /**
   * The means over the users.
   *
   * @param items the number of all items
   */
  RankingQuality quality(int items) {
    if (users == 0) {
      throw new IllegalArgumentException("no user (expected: one to whom something is relevant)");
    }
    return new RankingQuality(recall / users, ndcg / users, (double) listed.cardinality() / items);
  }
}
