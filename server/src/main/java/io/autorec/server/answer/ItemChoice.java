package io.autorec.server.answer;

import io.autorec.model.RatingScale;
import io.autorec.ranking.RankedItems;
import io.autorec.server.request.RecommendQuery;
import java.util.Arrays;
import java.util.function.IntConsumer;

/** Chooses the best items that one Recommend may show. */
final class ItemChoice {
  /** Items in the pool of a diverse list, for each item of the list. */
  private static final int POOL_PER_ITEM = 5;

  private static final int MIN_POOL = 100;

  private final RecommendQuery query;
  private final RatingScale scale;
  private final Rated rated;
  private final int[] candidates;

  /** Items that a user has rated. */
  @FunctionalInterface
  interface Rated {
    /** Passes on each item, maybe twice. */
    void forEach(IntConsumer item);
  }

  /**
   * Prepares the choice.
   *
   * @param rated the items to leave out unless the query includes rated items
   */
  ItemChoice(RecommendQuery query, RatingScale scale, Rated rated) {
    this.query = query;
    this.scale = scale;
    this.rated = rated;
    this.candidates = query.candidates().ascending();
  }

  /** The items whose scores are needed, ascending; empty: all items. */
  int[] candidates() {
    return candidates;
  }

  /**
   * Ranks the items that may be shown. The result has one item more than asked for if there is
   * another page. For a diverse list, it is the whole pool.
   *
   * @param scores the scores of the candidates, or of all items; they are changed
   */
  RankedItems best(float[] scores) {
    if (!query.includeRated()) {
      rated.forEach(item -> leaveOut(scores, item));
    }
    query.excluded().positions().forEach(item -> leaveOut(scores, item));
    query.page().shown().stream().forEach(item -> leaveOut(scores, item));
    if (!query.allowsAll()) {
      for (int index = 0; index < scores.length; index++) {
        if (!query.allows(scale.clip(scores[index]))) {
          scores[index] = RankedItems.LEFT_OUT;
        }
      }
    }
    RankedItems best = RankedItems.best(scores, wanted());
    if (candidates.length > 0) {
      Arrays.setAll(best.items(), i -> candidates[best.items()[i]]);
    }
    return best;
  }

  private int wanted() {
    return query.diversity() == 0
        ? query.topN() + 1
        : Math.max(MIN_POOL, POOL_PER_ITEM * query.topN());
  }

  private void leaveOut(float[] scores, int item) {
    int index = candidates.length == 0 ? item : Arrays.binarySearch(candidates, item);
    if (index >= 0) {
      scores[index] = RankedItems.LEFT_OUT;
    }
  }
}
