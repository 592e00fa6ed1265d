package io.autorec.server.endpoint;

import io.autorec.model.RatingScale;
import io.autorec.ranking.RankedItems;
import io.autorec.ranking.TopItems;
import io.autorec.server.request.RecommendCheck;
import java.util.Arrays;
import java.util.function.IntConsumer;

/** Which items one Recommend may show, and the best of them. */
final class ItemChoice {
  /** What a diverse list is chosen from, for each item of it, and at least. */
  private static final int POOL_PER_ITEM = 5;

  private static final int LEAST_POOL = 100;

  private final RecommendCheck check;
  private final RatingScale scale;
  private final Rated leftOut;
  private final int[] candidates;

  /** Items that a user has rated. */
  @FunctionalInterface
  interface Rated {
    void forEach(IntConsumer item);
  }

  /**
   * @param leftOut what the user has rated, if it is not to be shown
   */
  ItemChoice(RecommendCheck check, RatingScale scale, Rated leftOut) {
    this.check = check;
    this.scale = scale;
    this.leftOut = leftOut;
    this.candidates = check.candidates().ascending();
  }

  /** The items that scores are wanted of, ascending; none: all. */
  int[] candidates() {
    return candidates;
  }

  /**
   * The best items that may be shown: one more than asked for, where there is one, so that it is
   * known whether more follow; of a diverse list, all that it is chosen from.
   *
   * @param scores of the candidates, or of all items; changed
   */
  RankedItems best(float[] scores) {
    leftOut.forEach(item -> leaveOut(scores, item));
    check.excluded().positions().forEach(item -> leaveOut(scores, item));
    check.page().shown().stream().forEach(item -> leaveOut(scores, item));
    if (!check.predicted().isUnbounded()) {
      for (int index = 0; index < scores.length; index++) {
        if (!check.predicted().contains(scale.clip(scores[index]))) {
          scores[index] = TopItems.LEFT_OUT;
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
    return check.diversity() == 0
        ? check.topN() + 1
        : Math.max(LEAST_POOL, POOL_PER_ITEM * check.topN());
  }

  private void leaveOut(float[] scores, int item) {
    int index = candidates.length == 0 ? item : Arrays.binarySearch(candidates, item);
    if (index >= 0) {
      scores[index] = TopItems.LEFT_OUT;
    }
  }
}
