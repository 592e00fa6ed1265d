package io.autorec.trainer.ranking;

import java.util.BitSet;

/**
 * The quality of the lists of many users.
 *
 * @param recall the mean Recall@N of the users, see {@link ListQuality}
 * @param ndcg the mean NDCG@N of the users
 * @param coverage the share of all items that are in at least one of the lists (catalogue coverage;
 *     Ge, Delgado-Battenfeld and Jannach, Beyond Accuracy, RecSys 2010)
 */
public record RankingQuality(double recall, double ndcg, double coverage) {
  /**
   * Ranks for every user to whom something is relevant, and measures the lists.
   *
   * @param items the number of items that the scorer scores
   * @param top N, the length of a list, at least 1
   * @param shown the items to leave out of a user's list: those whose ratings the model was shown
   */
  public static RankingQuality of(
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
    if (!all || users.length == 0) {
      throw new IllegalArgumentException("no user (expected: one to whom something is relevant)");
    }
    return new RankingQuality(
        sums[0] / users.length, sums[1] / users.length, (double) listed.cardinality() / items);
  }
}
