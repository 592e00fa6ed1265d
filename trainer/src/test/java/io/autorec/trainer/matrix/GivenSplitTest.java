package io.autorec.trainer.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.model.IdVocabulary;
import io.autorec.model.RatingHistory;
import io.autorec.model.UserRatings;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.ratings.RatingTable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GivenSplitTest {
  private static RatingTable table(String... lines) {
    List<String[]> rows = Arrays.stream(lines).map(line -> line.split(" ", -1)).toList();
    IdVocabulary users = IdVocabulary.of(rows.stream().map(row -> row[0]).distinct().toList());
    IdVocabulary items = IdVocabulary.of(rows.stream().map(row -> row[1]).distinct().toList());
    float[] ratings = new float[lines.length];
    for (int i = 0; i < ratings.length; i++) {
      ratings[i] = Float.parseFloat(rows.get(i)[2]);
    }
    return new RatingTable(
        users,
        items,
        rows.stream().mapToInt(row -> users.position(row[0]).orElseThrow()).toArray(),
        rows.stream().mapToInt(row -> items.position(row[1]).orElseThrow()).toArray(),
        ratings);
  }

  private static GivenSplit of(RatingTable training, RatingTable test) {
    return GivenSplit.of(training, UserRatings.none(training.users().size()), test);
  }

  /** The parts by user, and only users and items of the training part. */
  private static RatingHistory history(GivenSplit split) {
    return split.split().ofKnown(split.table()).history(split.table(), split.unrated());
  }

  private static String part(GivenSplit split, int[] indices) {
    RatingTable table = split.table();
    return Arrays.stream(indices)
        .mapToObj(
            i ->
                table.users().id(table.user(i))
                    + " "
                    + table.items().id(table.item(i))
                    + " "
                    + table.rating(i))
        .sorted()
        .collect(Collectors.joining(", "));
  }

  @Test
  void of_keepsEveryRatingInItsPart_alsoOfNewUsersAndItems() {
    GivenSplit split = of(table("a x 1", "a y 2", "b x 3"), table("b z 4", "b y 5", "c x 2"));

    assertEquals("a x 1.0, a y 2.0, b x 3.0", part(split, split.split().training()));
    assertEquals("b y 5.0, b z 4.0, c x 2.0", part(split, split.split().test()));
    assertEquals(0, split.split().validation().length);
  }

  @Test
  void history_hasNoTestRatingsOfUsersAndItems_thatTheTrainingFileLacks() {
    RatingHistory history =
        history(of(table("a x 1", "a y 2", "b x 3"), table("b z 4", "b y 5", "c z 1", "c x 2")));

    assertEquals(3, history.training().size());
    assertEquals(0, history.validation().size());
    assertEquals(1, history.test().size());
    assertEquals(5, history.test().rating(0));
  }

  @Test
  void history_hasThePairsWithoutARating_thatNoFileRates() {
    RatingTable training = table("b y 1", "b x 2", "a z 3");
    // b and z, b and nothing else; a and y, a and x: the test file rates that.
    UserRatings unrated = new UserRatings(new int[] {0, 1, 3}, new int[] {2, 0, 1}, new float[3]);
    GivenSplit split = GivenSplit.of(training, unrated, table("a x 5", "c v 1"));
    UserRatings found = history(split).unrated();

    StringBuilder pairs = new StringBuilder();
    for (int user = 0; user < found.users(); user++) {
      for (int item : found.items(user)) {
        pairs.append(split.table().users().id(user)).append(split.table().items().id(item));
        pairs.append(' ');
      }
    }
    assertEquals("bz ay ", pairs.toString());
    assertEquals("a x 5.0, c v 1.0", part(split, split.split().test()));
  }

  @Test
  void with_validatesOnTrainingRatingsAlone() {
    GivenSplit split = of(table("b x 1", "b y 2", "a x 3"), table("a y 4", "c z 5", "b z 2"));
    // Of the training file: b and x, b and y, a and x.
    RatingSplit parts = split.with(new RatingSplit(new int[] {0, 2}, new int[] {1}, new int[0]));
    assertEquals("a x 3.0, b x 1.0", part(split, parts.training()));
    assertEquals("b y 2.0", part(split, parts.validation()));
    assertEquals("a y 4.0, b z 2.0, c z 5.0", part(split, parts.test()));
  }

  @Test
  void of_keepsTheTitlesOfBoth() {
    RatingTable test = table("b z 2", "b x 1").withItemTitles(Map.of("z", "Zed"));
    RatingTable training = table("a x 1", "a y 2").withItemTitles(Map.of("x", "Ex"));
    RatingTable joined = of(training, test).table();
    assertEquals(List.of("x", "y", "z"), joined.items().ids());
    assertEquals("Ex", joined.items().title(0));
    assertEquals("", joined.items().title(1));
    assertEquals("Zed", joined.items().title(2));
  }

  @Test
  void of_refuses_whenAPairIsInBoth() {
    InputException e =
        assertThrows(InputException.class, () -> of(table("a x 1", "b y 2"), table("b y 2")));
    assertTrue(
        String.valueOf(e.getMessage()).startsWith("--test: user \"b\", item \"y\""), e.toString());
  }
}
