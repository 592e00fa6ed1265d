package io.autorec.trainer.offline;

import io.autorec.v1.RankBy;
import org.jspecify.annotations.Nullable;

/** The orders of lists that a user may ask for, by the words of {@code --rank-by}. */
public enum RankingOrder {
  CHOICE("choice", RankBy.RANK_BY_CHOICE),
  PREDICTED_RATING("predicted-rating", RankBy.RANK_BY_PREDICTED_RATING);

  private final String word;
  private final RankBy rankBy;

  RankingOrder(String word, RankBy rankBy) {
    this.word = word;
    this.rankBy = rankBy;
  }

  /**
   * The order as requests have it.
   *
   * @param asked null for what the model was published with
   */
  public static RankBy orDefault(@Nullable RankingOrder asked) {
    return asked == null ? RankBy.RANK_BY_UNSPECIFIED : asked.rankBy;
  }

  @Override
  public String toString() {
    return word;
  }
}
