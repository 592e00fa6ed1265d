package io.autorec.trainer.ranking;

import io.autorec.model.RatingHistory;
import io.autorec.model.RatingScale;
import io.autorec.model.UserRatings;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a {@link RankingComparison} consists of, over some users. The sums over parts of the users
 * add up to those over all, so that the parts may be measured anywhere.
 *
 * @param users the number of users to whom an item is relevant
 * @param relevantRatings the number of relevant held-out ratings
 * @param otherUsers the number of users with held-out ratings, none of them relevant
 * @param lists the sums of each order, the model's first; not copied
 */
public record RankingSums(
    int users, int relevantRatings, int otherUsers, LinkedHashMap<String, ListSums> lists)
    implements Serializable {
  /**
   * Ranks in each order, and measures the lists.
   *
   * @param items the number of items
   * @param history what the model was shown: its lists leave out all but the test ratings
   * @param heldOut ratings of some of the users that the model was not shown
   */
  public static RankingSums of(
      ListOrders orders,
      RatingScale scale,
      int items,
      RatingHistory history,
      UserRatings heldOut,
      RankingComparison.Settings settings) {
    RelevantItems relevant = RelevantItems.of(heldOut, settings.threshold(scale));
    int users = relevant.users().length;
    RankedLists.LeftOut shown =
        (user, item) -> {
          history.training().forEachItem(user, item);
          history.validation().forEachItem(user, item);
          history.unrated().forEachItem(user, item);
        };
    LinkedHashMap<String, ListSums> lists = new LinkedHashMap<>();
    if (users > 0) {
      orders
          .named(history, items)
          .forEach(
              (name, scorer) ->
                  lists.put(name, ListSums.of(scorer, items, settings.top(), shown, relevant)));
    }
    int allUsers = RelevantItems.of(heldOut, Float.NEGATIVE_INFINITY).users().length;
    return new RankingSums(users, relevant.size(), allUsers - users, lists);
  }

  /** The sums over the users of both, of whom no one is in both. */
  public RankingSums and(RankingSums other) {
    LinkedHashMap<String, ListSums> all = new LinkedHashMap<>(lists);
    for (Map.Entry<String, ListSums> list : other.lists.entrySet()) {
      all.merge(list.getKey(), list.getValue(), ListSums::and);
    }
    return new RankingSums(
        users + other.users,
        relevantRatings + other.relevantRatings,
        otherUsers + other.otherUsers,
        all);
  }

  /**
   * The comparison that the sums make.
   *
   * @param items the number of all items
   */
  public RankingComparison comparison(
      RankingComparison.Settings settings, RatingScale scale, int items) {
    return new RankingComparison(
        settings,
        settings.threshold(scale),
        users,
        relevantRatings,
        otherUsers,
        lists.entrySet().stream()
            .map(
                list -> new RankingComparison.Ranked(list.getKey(), list.getValue().quality(items)))
            .toList());
  }
}
