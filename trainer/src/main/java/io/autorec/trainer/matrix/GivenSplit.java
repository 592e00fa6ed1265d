package io.autorec.trainer.matrix;

import io.autorec.model.IdVocabulary;
import io.autorec.model.RatingHistory;
import io.autorec.model.UserRatings;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.ratings.RatingTable;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Training and test ratings that come in two files.
 *
 * @param table the ratings of both files
 * @param unrated the pairs without a rating of the training file, apart from those of the test file
 * @param split the parts; the validation part is empty
 */
public record GivenSplit(RatingTable table, UserRatings unrated, RatingSplit split) {
  /**
   * Joins two files.
   *
   * @param unrated the pairs without a rating of the training file
   * @throws InputException if a pair of user and item is rated in both
   */
  public static GivenSplit of(RatingTable training, UserRatings unrated, RatingTable test) {
    IdVocabulary users = union(training.users(), test.users());
    IdVocabulary items = union(training.items(), test.items());
    int size = training.size() + test.size();
    // By user and item, and remembering where the rating is.
    long[][] entries = new long[size][];
    for (int i = 0; i < size; i++) {
      RatingTable from = i < training.size() ? training : test;
      int at = i < training.size() ? i : i - training.size();
      int user = users.position(from.users().id(from.user(at))).orElseThrow();
      int item = items.position(from.items().id(from.item(at))).orElseThrow();
      entries[i] = new long[] {(long) user << 32 | item, i};
    }
    Arrays.sort(entries, (a, b) -> Long.compare(a[0], b[0]));
    int[] userOf = new int[size];
    int[] itemOf = new int[size];
    float[] ratings = new float[size];
    int[] parts = new int[size];
    for (int i = 0; i < size; i++) {
      long pair = entries[i][0];
      int at = (int) entries[i][1];
      if (i > 0 && entries[i - 1][0] == pair) {
        throw new InputException(
            "user \"%s\", item \"%s\": rated in the training file and in the test file (expected: in one)"
                .formatted(users.id((int) (pair >>> 32)), items.id((int) pair)));
      }
      userOf[i] = (int) (pair >>> 32);
      itemOf[i] = (int) pair;
      boolean isTest = at >= training.size();
      ratings[i] = isTest ? test.rating(at - training.size()) : training.rating(at);
      parts[i] = isTest ? 1 : 0;
    }
    RatingTable table = new RatingTable(users, items, userOf, itemOf, ratings);
    RatingSplit split = new RatingSplit(indices(parts, 0), new int[0], indices(parts, 1));
    return new GivenSplit(table, unrated(table, training, unrated), split);
  }

  /** The pairs that no file rates, over the vocabularies of both. */
  private static UserRatings unrated(RatingTable table, RatingTable training, UserRatings unrated) {
    if (unrated.size() == 0) {
      return UserRatings.none(table.users().size());
    }
    UserRatings rated = RatingSplit.byUser(table, IntStream.range(0, table.size()).toArray());
    int[] starts = new int[table.users().size() + 1];
    int[] items = new int[unrated.size()];
    int count = 0;
    for (int user = 0; user + 1 < starts.length; user++) {
      int first = count;
      OptionalInt known = training.users().position(table.users().id(user));
      for (int item : known.isPresent() ? unrated.items(known.getAsInt()) : new int[0]) {
        int position = table.items().position(training.items().id(item)).orElseThrow();
        if (!rated.contains(user, position)) {
          items[count++] = position;
        }
      }
      Arrays.sort(items, first, count);
      starts[user + 1] = count;
    }
    return new UserRatings(starts, Arrays.copyOf(items, count), new float[count]);
  }

  /** The parts by user. The test part has only users and items that the training part has. */
  public RatingHistory history() {
    BitSet users = new BitSet();
    BitSet items = new BitSet();
    for (int i : split.training()) {
      users.set(table.user(i));
      items.set(table.item(i));
    }
    int[] known =
        IntStream.of(split.test())
            .filter(i -> users.get(table.user(i)) && items.get(table.item(i)))
            .toArray();
    return new RatingSplit(split.training(), split.validation(), known).history(table, unrated);
  }

  private static IdVocabulary union(IdVocabulary first, IdVocabulary second) {
    Set<String> ids = new LinkedHashSet<>(first.ids());
    ids.addAll(second.ids());
    return IdVocabulary.of(List.copyOf(ids));
  }

  private static int[] indices(int[] parts, int part) {
    return IntStream.range(0, parts.length).filter(i -> parts[i] == part).toArray();
  }
}
