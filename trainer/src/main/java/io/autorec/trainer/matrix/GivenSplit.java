package io.autorec.trainer.matrix;

import io.autorec.model.IdVocabulary;
import io.autorec.model.UserRatings;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.input.InputFiles;
import io.autorec.trainer.ratings.RatingTable;
import io.autorec.trainer.ratings.RatingsFile;
import io.autorec.trainer.ratings.RatingsReader;
import io.autorec.trainer.ratings.ReadOptions;
import io.autorec.trainer.source.RatingsSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Training and test ratings that come in two files.
 *
 * @param table the ratings of both files
 * @param unrated the pairs without a rating of the training file, apart from those of the test file
 * @param split the parts; the validation part is empty
 */
public record GivenSplit(RatingTable table, UserRatings unrated, RatingSplit split) {
  /**
   * Reads the test ratings: what the training file holds, ratings or interactions.
   *
   * @param source where the training file came from
   * @throws InputException if they cannot be read or used, in one line that names the option
   */
  public static RatingsFile readTest(
      InputFiles test, ReadOptions reading, RatingsFile training, RatingsSource source) {
    if (source instanceof InputFiles files
        && Stream.of(files, test)
            .allMatch(read -> read.files().stream().anyMatch(InputFiles::isStandardInput))) {
      throw new InputException(
          "--test: standard input, which the ratings came from (expected: a file)");
    }
    try {
      return training.feedback().isImplicit()
          ? RatingsReader.read(test, reading.asInteractions())
          : RatingsReader.readRatings(test, reading);
    } catch (InputException e) {
      throw new InputException("--test: " + e.getMessage());
    }
  }

  /**
   * Joins two files. The training file's users and items keep their positions; those of the test
   * file alone follow.
   *
   * @param unrated the pairs without a rating of the training file
   * @throws InputException if a pair of user and item is rated in both
   */
  public static GivenSplit of(RatingTable training, UserRatings unrated, RatingTable test) {
    IdVocabulary users = union(training.users(), test.users());
    IdVocabulary items = union(training.items(), test.items());
    int[] order = new int[test.size()];
    long[] pairs = sortedPairs(test, users, items, order);
    int size = training.size() + test.size();
    int[] userOf = new int[size];
    int[] itemOf = new int[size];
    float[] ratings = new float[size];
    int[] trainingAt = new int[training.size()];
    int[] testAt = new int[test.size()];
    int t = 0;
    int h = 0;
    for (int i = 0; i < size; i++) {
      long trained =
          t < trainingAt.length ? pair(training.user(t), training.item(t)) : Long.MAX_VALUE;
      long held = h < testAt.length ? pairs[h] : Long.MAX_VALUE;
      if (trained == held) {
        throw new InputException(
            "--test: user \"%s\", item \"%s\": rated in the training file and in the test file (expected: in one)"
                .formatted(users.id(user(held)), items.id((int) held)));
      }
      long next = Math.min(trained, held);
      userOf[i] = user(next);
      itemOf[i] = (int) next;
      if (next == held) {
        ratings[i] = test.rating(order[h]);
        testAt[h++] = i;
      } else {
        ratings[i] = training.rating(t);
        trainingAt[t++] = i;
      }
    }
    RatingTable table = new RatingTable(users, items, userOf, itemOf, ratings);
    RatingSplit split = new RatingSplit(trainingAt, new int[0], testAt);
    return new GivenSplit(table, unrated(table, training, unrated), split);
  }

  /** The pairs of a table by the positions of other vocabularies, ascending. */
  private static long[] sortedPairs(
      RatingTable table, IdVocabulary users, IdVocabulary items, int[] order) {
    long[] pairs = new long[table.size()];
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] =
          pair(
              users.position(table.users().id(table.user(i))).orElseThrow(),
              items.position(table.items().id(table.item(i))).orElseThrow());
    }
    int[] sorted =
        IntStream.range(0, pairs.length)
            .boxed()
            .sorted(Comparator.comparingLong(i -> pairs[i]))
            .mapToInt(i -> i)
            .toArray();
    System.arraycopy(sorted, 0, order, 0, order.length);
    return IntStream.of(sorted).mapToLong(i -> pairs[i]).toArray();
  }

  private static long pair(int user, int item) {
    return (long) user << Integer.SIZE | item;
  }

  private static int user(long pair) {
    return (int) (pair >>> Integer.SIZE);
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

  /**
   * The parts, of which one is to validate on.
   *
   * @param ofTraining a split of the training file, without a test part
   */
  public RatingSplit with(RatingSplit ofTraining) {
    return new RatingSplit(
        IntStream.of(ofTraining.training()).map(i -> split.training()[i]).toArray(),
        IntStream.of(ofTraining.validation()).map(i -> split.training()[i]).toArray(),
        split.test());
  }

  private static IdVocabulary union(IdVocabulary first, IdVocabulary second) {
    List<String> ids = new ArrayList<>(first.ids());
    List<String> titles = new ArrayList<>();
    ids.forEach(id -> titles.add(first.title(titles.size())));
    for (int position = 0; position < second.size(); position++) {
      if (first.position(second.id(position)).isEmpty()) {
        ids.add(second.id(position));
        titles.add(second.title(position));
      }
    }
    boolean untitled = titles.stream().allMatch(String::isEmpty);
    return new IdVocabulary(ids, untitled ? List.of() : titles);
  }
}
