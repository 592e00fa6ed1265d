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
    return of(
        table,
        new Collector(metadata, history, table.size()),
        matrix(metadata, history.training(), metadata.orientation()));
  }

  static UnseenRatings of(RatingTable table, Collector collector, RatingMatrix input) {
    for (int i = 0; i < table.size(); i++) {
      collector.add(
          table.users().id(table.user(i)), table.items().id(table.item(i)), table.rating(i));
    }
    return collector.toRatings(input);
  }

  /** Collects ratings of a source, each pair of user and item once, in any order. */
  public static final class Collector {
    private final ModelMetadata metadata;
    private final RatingHistory history;
    private int shown;
    private int size;
    private int unknown;
    private long[] pairs;
    private float[] ratings;
    private int[] unknownUsers = new int[0];
    private int[] unknownItems = new int[0];
    private float[] unknownRatings = new float[0];

    Collector(ModelMetadata metadata, RatingHistory history, int capacity) {
      this.metadata = metadata;
      this.history = history;
      this.pairs = new long[capacity];
      this.ratings = new float[capacity];
    }

    /** Adds a rating. */
    public void add(String userId, String itemId, float rating) {
      int user = metadata.users().position(userId).orElse(UnknownRatings.UNKNOWN);
      int item = metadata.items().position(itemId).orElse(UnknownRatings.UNKNOWN);
      if (user == UnknownRatings.UNKNOWN || item == UnknownRatings.UNKNOWN) {
        if (unknown == unknownUsers.length) {
          unknownUsers = Arrays.copyOf(unknownUsers, grown(unknown));
          unknownItems = Arrays.copyOf(unknownItems, grown(unknown));
          unknownRatings = Arrays.copyOf(unknownRatings, grown(unknown));
        }
        unknownUsers[unknown] = user;
        unknownItems[unknown] = item;
        unknownRatings[unknown++] = rating;
      } else if (history.training().contains(user, item)
          || history.validation().contains(user, item)) {
        shown++;
      } else {
        if (size == pairs.length) {
          pairs = Arrays.copyOf(pairs, grown(size));
          ratings = Arrays.copyOf(ratings, grown(size));
        }
        // A sort by user and item that remembers where the rating is.
        pairs[size] = (long) user << 32 | item;
        ratings[size++] = rating;
      }
    }

    private static int grown(int length) {
      return Math.max(16, length + (length >> 1));
    }

    UnseenRatings toRatings(RatingMatrix input) {
      RatingTable heldOut = sorted(metadata, Arrays.copyOf(pairs, size), ratings);
      return new UnseenRatings(
          input,
          heldOut,
          matrix(heldOut, metadata.orientation()),
          new UnknownRatings(
              Arrays.copyOf(unknownUsers, unknown),
              Arrays.copyOf(unknownItems, unknown),
              Arrays.copyOf(unknownRatings, unknown)),
          shown);
    }
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

  /** How many ratings of each kind there are. */
  public ModelEvaluation.Counts counts() {
    return new ModelEvaluation.Counts(table.size(), shown, unknown.ofUsers(), unknown.ofItems());
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
