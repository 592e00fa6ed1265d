package io.autorec.trainer.ranking;

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
  public UserScorer byDefault(UserRatings training) {
    return head != null && byChoice
        ? new HeadScorer(head, training)
        : Objects.requireNonNull(predicted, "neither a head nor predicted ratings");
  }

  /** The default order, the model's other one, and orders that are the same for all, by name. */
  Map<String, UserScorer> named(UserRatings training, int items) {
    Map<String, UserScorer> orders = new LinkedHashMap<>();
    orders.put(MODEL, byDefault(training));
    if (head != null && !byChoice) {
      orders.put(CHOICE, new HeadScorer(head, training));
    } else if (head != null && predicted != null) {
      orders.put(PREDICTED_RATING, predicted);
    }
    orders.put(MOST_RATINGS, UserScorer.mostRatings(training, items));
    if (predicted != null) {
      // Without ratings, all means are the same.
      orders.put(HIGHEST_MEAN, UserScorer.same(PopularItems.scores(training, items)));
    }
    return orders;
  }
}
