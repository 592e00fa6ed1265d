package io.autorec.trainer.ranking;

import io.autorec.model.RatingHistory;
import io.autorec.model.UserRatings;
import io.autorec.ranking.PopularItems;
import io.autorec.ranking.RankingHead;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The orders in which a model can rank items for its users.
 *
 * @param predicted scores items by predicted rating; null if the model predicts none
 * @param head scores items by choice; null if the model has no ranking head
 * @param byChoice whether the default order is by choice; false without a head
 */
public record ListOrders(
    @Nullable UserScorer predicted, @Nullable RankingHead head, boolean byChoice) {
  /** The default order. */
  public static final String MODEL = "model";

  public static final String CHOICE = "choice";
  public static final String PREDICTED_RATING = "predicted rating";
  public static final String MOST_RATINGS = "most ratings";
  public static final String HIGHEST_MEAN = "highest damped mean";

  /** Scores items in the default order. */
  public UserScorer byDefault(RatingHistory history) {
    return scorer(head != null && byChoice, history);
  }

  /**
   * Scores items by choice or by predicted rating.
   *
   * @param choice by choice, for which there must be a head; otherwise predicted ratings
   */
  public UserScorer scorer(boolean choice, RatingHistory history) {
    return choice
        ? new HeadScorer(Objects.requireNonNull(head, "no head"), history.choices())
        : Objects.requireNonNull(predicted, "neither a head nor predicted ratings");
  }

  /** The default order, the model's other one, and orders that are the same for all, by name. */
  Map<String, UserScorer> named(RatingHistory history, int items) {
    UserRatings choices = history.choices();
    Map<String, UserScorer> orders = new LinkedHashMap<>();
    orders.put(MODEL, byDefault(history));
    if (head != null && !byChoice) {
      orders.put(CHOICE, new HeadScorer(head, choices));
    } else if (head != null && predicted != null) {
      orders.put(PREDICTED_RATING, predicted);
    }
    orders.put(MOST_RATINGS, UserScorer.mostRatings(choices, items));
    if (predicted != null) {
      // Without ratings, all means are the same.
      orders.put(HIGHEST_MEAN, UserScorer.same(PopularItems.scores(history.training(), items)));
    }
    return orders;
  }
}
