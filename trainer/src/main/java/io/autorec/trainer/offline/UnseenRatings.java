package io.autorec.trainer.offline;

import io.autorec.model.ModelMetadata;
import io.autorec.model.Orientation;
import io.autorec.model.RatingHistory;
import io.autorec.model.UserRatings;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.matrix.RatingSplit;
import io.autorec.trainer.ratings.RatingTable;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The ratings of a file that a model was not shown, and the ratings that it predicts them from.
 *
 * @param input the model's training ratings
 * @param table the ratings to predict, by the model's vocabularies
 * @param heldOut the same, in the shape of the input
 * @param leftOut says which ratings are not scored, and why
 */
public record UnseenRatings(
    RatingMatrix input, RatingTable table, RatingMatrix heldOut, String leftOut) {

  public static UnseenRatings of(RatingTable table, ModelMetadata metadata, RatingHistory history) {
    int shown = 0;
    int ofUnknownUsers = 0;
    int ofUnknownItems = 0;
    int size = 0;
    long[] pairs = new long[table.size()];
    float[] ratings = new float[table.size()];
    for (int i = 0; i < table.size(); i++) {
      OptionalInt user = metadata.users().position(table.users().id(table.user(i)));
      OptionalInt item = metadata.items().position(table.items().id(table.item(i)));
      if (user.isEmpty()) {
        ofUnknownUsers++;
      } else if (item.isEmpty()) {
        ofUnknownItems++;
      } else if (history.training().contains(user.getAsInt(), item.getAsInt())
          || history.validation().contains(user.getAsInt(), item.getAsInt())) {
        shown++;
      } else {
        // A sort by user and item that remembers where the rating is.
        pairs[size] = (long) user.getAsInt() << 32 | item.getAsInt();
        ratings[size++] = table.rating(i);
      }
    }
    RatingTable heldOut = sorted(metadata, Arrays.copyOf(pairs, size), ratings);
    return new UnseenRatings(
        matrix(metadata, history.training(), metadata.orientation()),
        heldOut,
        matrix(heldOut, metadata.orientation()),
        "left out: %s used in training or validation, %s of users and %s of items unknown to the model"
            .formatted(shown, ofUnknownUsers, ofUnknownItems));
  }

  /**
   * The ratings to test lists on, by user: the model does not know that the user chose the item.
   */
  UserRatings byUser(RatingHistory history) {
    return RatingSplit.byUser(
        table,
        IntStream.range(0, table.size())
            .filter(i -> !history.unrated().contains(table.user(i), table.item(i)))
            .toArray());
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
