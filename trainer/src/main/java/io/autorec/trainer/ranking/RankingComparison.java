package io.autorec.trainer.ranking;

import io.autorec.model.RatingHistory;
import io.autorec.model.RatingScale;
import io.autorec.model.UserRatings;
import io.autorec.trainer.input.InputException;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The quality of a model's lists beside lists that are the same for all, on the same held-out
 * ratings.
 *
 * @param settings what was asked for
 * @param threshold the lowest rating that makes an item relevant
 * @param users the number of users to whom an item is relevant
 * @param relevantRatings the number of relevant held-out ratings
 * @param otherUsers the number of users with held-out ratings, none of them relevant
 * @param lists the model's lists first; empty if no user has a relevant item
 */
public record RankingComparison(
    Settings settings,
    float threshold,
    int users,
    int relevantRatings,
    int otherUsers,
    List<Ranked> lists) {
  /**
   * How lists are measured.
   *
   * @param top the length of a list, at least 1
   * @param relevant the lowest rating that makes an item relevant; null for three quarters up the
   *     scale
   */
  public record Settings(int top, @Nullable Float relevant) implements Serializable {
    /** Lists of 10. */
    public static final Settings DEFAULT = new Settings(10, null);

    public Settings {
      if (top < 1) {
        throw new InputException("--top: " + top + " (expected: >= 1)");
      }
      if (relevant != null && !Float.isFinite(relevant)) {
        throw new InputException("--relevant: " + relevant + " (expected: a rating)");
      }
    }

    float threshold(RatingScale scale) {
      return relevant == null ? RelevantItems.defaultThreshold(scale) : (float) relevant;
    }
  }

  /**
   * One way to rank, and its quality.
   *
   * @param name the way, for people
   */
  public record Ranked(String name, RankingQuality quality) {}

  /**
   * Ranks in each order, and measures the lists. There are none if no held-out rating is relevant.
   *
   * @param items the number of items
   * @param history what the model was shown: its lists leave out all but the test ratings
   * @param heldOut ratings that the model was not shown
   */
  public static RankingComparison of(
      ListOrders orders,
      RatingScale scale,
      int items,
      RatingHistory history,
      UserRatings heldOut,
      Settings settings) {
    return RankingSums.of(orders, scale, items, history, heldOut, settings)
        .comparison(settings, scale, items);
  }

  /**
   * Refuses a comparison without lists.
   *
   * @throws InputException if no held-out rating is relevant
   */
  public void requireLists() {
    if (lists.isEmpty()) {
      throw new InputException(
          "--relevant: %s, and no held-out rating of a known user and item is as high (expected: a lower one, or other ratings)"
              .formatted(threshold));
    }
  }

  /**
   * The quality of each order of the model and of the list of most ratings, by name. The default
   * order has its own name here.
   */
  public Map<String, RankingQuality> named(boolean byChoice) {
    String first = byChoice ? ListOrders.CHOICE : ListOrders.PREDICTED_RATING;
    Map<String, RankingQuality> named = new LinkedHashMap<>();
    for (Ranked one : lists) {
      if (!one.name().equals(ListOrders.HIGHEST_MEAN)) {
        named.put(one.name().equals(ListOrders.MODEL) ? first : one.name(), one.quality());
      }
    }
    return named;
  }
}
