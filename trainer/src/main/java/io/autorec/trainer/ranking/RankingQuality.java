package io.autorec.trainer.ranking;

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
    return ListSums.of(scorer, items, top, shown, relevant).quality(items);
  }
}
