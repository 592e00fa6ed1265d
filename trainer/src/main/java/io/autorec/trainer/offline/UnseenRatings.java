package io.autorec.trainer.offline;

import io.autorec.model.ModelMetadata;
import io.autorec.model.Orientation;
import io.autorec.model.RatingHistory;
import io.autorec.model.RatingScale;
import io.autorec.model.UserRatings;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.matrix.RatingSplit;
import io.autorec.trainer.ratings.RatingTable;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The ratings of a file that a model was not shown, and the ratings that it predicts them from.
 *
 * @param input the model's training ratings
 * @param table the ratings to predict of users and items that the model knows, by its vocabularies
 * @param heldOut the same, in the shape of the input
 * @param unknown the ratings of other users and items
 * @param shown how many ratings are not scored, since they were used in training or validation
 */
public record UnseenRatings(
    RatingMatrix input,
    RatingTable table,
    RatingMatrix heldOut,
    UnknownRatings unknown,
    int shown) {

  static UnseenRatings of(RatingTable table, ModelMetadata metadata, RatingHistory history) {
    int shown = 0;
    int size = 0;
    int unknown = 0;
    long[] pairs = new long[table.size()];
    float[] ratings = new float[table.size()];
    int[] unknownUsers = new int[table.size()];
    int[] unknownItems = new int[table.size()];
    float[] unknownRatings = new float[table.size()];
    for (int i = 0; i < table.size(); i++) {
      int user =
          metadata.users().position(table.users().id(table.user(i))).orElse(UnknownRatings.UNKNOWN);
      int item =
          metadata.items().position(table.items().id(table.item(i))).orElse(UnknownRatings.UNKNOWN);
      if (user == UnknownRatings.UNKNOWN || item == UnknownRatings.UNKNOWN) {
        unknownUsers[unknown] = user;
        unknownItems[unknown] = item;
        unknownRatings[unknown++] = table.rating(i);
      } else if (history.training().contains(user, item)
          || history.validation().contains(user, item)) {
        shown++;
      } else {
        // A sort by user and item that remembers where the rating is.
        pairs[size] = (long) user << 32 | item;
        ratings[size++] = table.rating(i);
      }
    }
    RatingTable heldOut = sorted(metadata, Arrays.copyOf(pairs, size), ratings);
    return new UnseenRatings(
        matrix(metadata, history.training(), metadata.orientation()),
        heldOut,
        matrix(heldOut, metadata.orientation()),
        new UnknownRatings(
            Arrays.copyOf(unknownUsers, unknown),
            Arrays.copyOf(unknownItems, unknown),
            Arrays.copyOf(unknownRatings, unknown)),
        shown);
  }

  /**
   * The ratings to test lists on, by user: the model does not know that the user chose the item.
   *
   * @param onlyTrained whether only users and items count that have a training rating
   */
  UserRatings byUser(RatingHistory history, boolean onlyTrained) {
    int[] trained = history.training().countsOfItems(table.items().size());
    IntPredicate counts =
        i ->
            !onlyTrained
                || (trained[table.item(i)] > 0
                    && history.training().items(table.user(i)).length > 0);
    return RatingSplit.byUser(
        table,
        IntStream.range(0, table.size())
            .filter(i -> !history.unrated().contains(table.user(i), table.item(i)))
            .filter(counts)
            .toArray());
  }

  /** The number of ratings to predict that are off a scale. */
  int off(RatingScale scale) {
    int off = 0;
    for (int i = 0; i < table.size(); i++) {
      off += scale.contains(table.rating(i)) ? 0 : 1;
    }
    for (float rating : unknown.ratings()) {
      off += scale.contains(rating) ? 0 : 1;
    }
    return off;
  }

  private static RatingTable sorted(ModelMetadata metadata, long[] pairs, float[] ratings) {
    int[] order =
        IntStream.range(0, pairs.length)
            .boxed()
            .sorted((a, b) -> Long.compare(pairs[a], pairs[b]))
            .mapToInt(i -> i)
            .toArray();
    int[] users = new int[order.length];
    int[] items = new int[order.length];
    float[] values = new float[order.length];
    for (int i = 0; i < order.length; i++) {
      users[i] = (int) (pairs[order[i]] >>> 32);
      items[i] = (int) pairs[order[i]];
      values[i] = ratings[order[i]];
    }
    return new RatingTable(metadata.users(), metadata.items(), users, items, values);
  }

  private static RatingTable table(ModelMetadata metadata, UserRatings ratings) {
    int[] users = new int[ratings.size()];
    int[] items = new int[ratings.size()];
    float[] values = new float[ratings.size()];
    for (int user = 0; user < ratings.users(); user++) {
      for (int i = ratings.start(user); i < ratings.start(user + 1); i++) {
        users[i] = user;
        items[i] = ratings.item(i);
        values[i] = ratings.rating(i);
      }
    }
    return new RatingTable(metadata.users(), metadata.items(), users, items, values);
  }

  /** Ratings of a model's users, as rows of either kind. */
  public static RatingMatrix matrix(
      ModelMetadata metadata, UserRatings ratings, Orientation orientation) {
    return matrix(table(metadata, ratings), orientation);
  }

  private static RatingMatrix matrix(RatingTable table, Orientation orientation) {
    return RatingMatrix.of(table, IntStream.range(0, table.size()).toArray(), orientation);
  }
}
