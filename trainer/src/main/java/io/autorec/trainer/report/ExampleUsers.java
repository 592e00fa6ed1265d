package io.autorec.trainer.report;

import io.autorec.model.IdVocabulary;
import io.autorec.model.RatingHistory;
import io.autorec.model.RatingScale;
import io.autorec.model.UserRatings;
import io.autorec.trainer.ranking.ListOrders;
import io.autorec.trainer.ranking.RankedList;
import io.autorec.trainer.ranking.RankedLists;
import io.autorec.trainer.ratings.RatingTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Picks the users whose lists a report shows: one with few ratings, one with a usual number, and
 * one with many. The same run always picks the same.
 */
public final class ExampleUsers {
  private static final int HIGHEST = 5;
  private static final int LENGTH = 10;

  private ExampleUsers() {}

  /**
   * Ranks for at most three users.
   *
   * @param table the ids, and the titles of the items
   * @param history what the model was shown: lists leave out all but the test ratings
   * @param orders the orders of the model
   */
  public static List<ExampleUser> of(
      RatingTable table, RatingHistory history, ListOrders orders, RatingScale scale) {
    IdVocabulary items = table.items();
    int[] counts = history.training().and(history.validation()).countsOfItems(items.size());
    List<ExampleUser> examples = new ArrayList<>();
    new RankedLists(
            orders.byDefault(history),
            orders.predicted(),
            items.size(),
            LENGTH,
            (user, item) -> {
              history.training().forEachItem(user, item);
              history.validation().forEachItem(user, item);
              history.unrated().forEachItem(user, item);
            })
        .forEach(
            pick(history.training()),
            () -> false,
            list ->
                examples.add(
                    new ExampleUser(
                        table.users().id(list.user()),
                        count(history.training(), list.user()),
                        highest(history.training(), list.user(), counts, items),
                        listed(list, history.test(), items, scale))));
    return examples;
  }

  /** Users at the quarters, by their number of ratings. */
  private static int[] pick(UserRatings training) {
    int[] users =
        IntStream.range(0, training.users())
            .filter(user -> count(training, user) > 0)
            .boxed()
            .sorted(Comparator.comparing((Integer user) -> count(training, user)))
            .mapToInt(user -> user)
            .toArray();
    return IntStream.of(1, 2, 3)
        .map(quarter -> (int) ((long) users.length * quarter / 4))
        .filter(place -> place < users.length)
        .map(place -> users[place])
        .distinct()
        .toArray();
  }

  private static int count(UserRatings ratings, int user) {
    return ratings.start(user + 1) - ratings.start(user);
  }

  /** The highest ratings of a user; of equal ones, those of the items that most have rated. */
  private static List<ExampleUser.Rated> highest(
      UserRatings training, int user, int[] counts, IdVocabulary items) {
    return IntStream.range(training.start(user), training.start(user + 1))
        .boxed()
        .sorted(
            Comparator.comparing((Integer i) -> -training.rating(i))
                .thenComparing(i -> -counts[training.item(i)]))
        .limit(HIGHEST)
        .map(
            i ->
                new ExampleUser.Rated(
                    DataProfile.name(items, training.item(i)), training.rating(i)))
        .toList();
  }

  private static List<ExampleUser.Listed> listed(
      RankedList list, UserRatings test, IdVocabulary items, RatingScale scale) {
    float @Nullable [] predicted = list.predicted();
    List<ExampleUser.Listed> listed = new ArrayList<>();
    for (int n = 0; n < list.items().length; n++) {
      int item = list.items()[n];
      int hidden = test.index(list.user(), item);
      listed.add(
          new ExampleUser.Listed(
              DataProfile.name(items, item),
              predicted == null ? null : (Float) scale.clip(predicted[n]),
              hidden < 0 ? null : (Float) test.rating(hidden)));
    }
    return listed;
  }
}
