package io.autorec.trainer.offline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.model.IdVocabulary;
import io.autorec.model.ModelMetadata;
import io.autorec.model.Orientation;
import io.autorec.model.RatingHistory;
import io.autorec.model.RatingScale;
import io.autorec.model.UserRatings;
import io.autorec.trainer.matrix.RatingSplit;
import io.autorec.trainer.ratings.RatingTable;
import io.autorec.v1.Manifest;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class UnseenRatingsTest {
  private static final IdVocabulary USERS = IdVocabulary.of(List.of("u", "v"));
  private static final IdVocabulary ITEMS = IdVocabulary.of(List.of("a", "b", "c"));

  private static ModelMetadata model(IdVocabulary users, IdVocabulary items) {
    return new ModelMetadata(
        Manifest.getDefaultInstance(), Orientation.ITEM, new RatingScale(1, 5), users, items);
  }

  /** u rated a and b, v rated b and c. */
  private static RatingTable table() {
    return new RatingTable(
        USERS, ITEMS, new int[] {0, 0, 1, 1}, new int[] {0, 1, 1, 2}, new float[] {1, 2, 3, 4});
  }

  private static RatingHistory history(int[] training, int[] validation, int[] test) {
    return new RatingSplit(training, validation, test)
        .history(table(), UserRatings.none(table().users().size()));
  }

  @Test
  void of_takesTheTestRatings_ofTheFileThatTheModelWasTrainedFrom() {
    RatingHistory history = history(new int[] {0, 3}, new int[] {1}, new int[] {2});
    UnseenRatings unseen = UnseenRatings.of(table(), model(USERS, ITEMS), history);
    assertEquals(1, unseen.table().size());
    assertEquals(1, unseen.table().user(0));
    assertEquals(1, unseen.table().item(0));
    assertEquals(3, unseen.table().rating(0));
    assertEquals(0, unseen.off(new RatingScale(1, 5)));
    assertEquals(1, unseen.off(new RatingScale(4, 5)));
    assertEquals(2, unseen.input().size());
    assertEquals(3, unseen.heldOut().rows());
    assertEquals(3, unseen.shown());
    assertEquals(0, unseen.unknown().size());
  }

  @Test
  void of_keepsApart_whatTheModelDoesNotKnow() {
    RatingHistory history = history(new int[] {0}, new int[0], new int[0]);
    RatingTable other =
        new RatingTable(
            IdVocabulary.of(List.of("v", "x")),
            IdVocabulary.of(List.of("a", "z")),
            new int[] {0, 0, 1},
            new int[] {0, 1, 0},
            new float[] {5, 4, 3});
    UnseenRatings unseen = UnseenRatings.of(other, model(USERS, ITEMS), history);
    assertEquals(1, unseen.table().size());
    assertEquals(5, unseen.table().rating(0));
    assertEquals(0, unseen.shown());
    assertEquals(2, unseen.unknown().size());
    assertEquals(1, unseen.unknown().ofUsers());
    assertEquals(1, unseen.unknown().ofItems());
    assertArrayEquals(new float[] {4, 3}, unseen.unknown().ratings());
  }

  @Test
  void byUser_leavesOut_whatTheModelKnowsAsAChoice() {
    UserRatings choice = new UserRatings(new int[] {0, 0, 1}, new int[] {1}, new float[1]);
    RatingHistory history =
        new RatingSplit(new int[] {0}, new int[0], new int[0]).history(table(), choice);
    UnseenRatings unseen = UnseenRatings.of(table(), model(USERS, ITEMS), history);

    // The ratings of v's item b and c are predicted; that v chooses b is known.
    assertEquals(3, unseen.table().size());
    assertEquals(2, unseen.byUser(history, false).size());
    assertFalse(unseen.byUser(history, false).contains(1, 1));
    assertTrue(unseen.byUser(history, false).contains(1, 2));
    // Only u and a have a training rating.
    assertEquals(0, unseen.byUser(history, true).size());
  }

  /** Whatever the order of the other file's ids, each rating stays with its user and item. */
  @Property(tries = 200)
  void of_givesEachRatingItsUserAndItem(@ForAll long seed) {
    Random random = new Random(seed);
    IdVocabulary users = IdVocabulary.of(List.of("u3", "u1", "u2"));
    IdVocabulary items = IdVocabulary.of(List.of("b", "c", "a"));
    IdVocabulary fileUsers = IdVocabulary.of(List.of("u1", "u2", "u3"));
    IdVocabulary fileItems = IdVocabulary.of(List.of("a", "b", "c"));
    int[] cells = IntStream.range(0, 9).filter(cell -> random.nextBoolean()).toArray();
    float[] ratings = new float[cells.length];
    for (int i = 0; i < ratings.length; i++) {
      ratings[i] = random.nextInt(100);
    }
    RatingTable file =
        new RatingTable(
            fileUsers,
            fileItems,
            IntStream.of(cells).map(cell -> cell / 3).toArray(),
            IntStream.of(cells).map(cell -> cell % 3).toArray(),
            ratings);
    RatingTable none = new RatingTable(users, items, new int[0], new int[0], new float[0]);
    RatingHistory history =
        new RatingSplit(new int[0], new int[0], new int[0])
            .history(none, UserRatings.none(none.users().size()));
    UnseenRatings unseen = UnseenRatings.of(file, model(users, items), history);
    assertEquals(cells.length, unseen.table().size());
    for (int i = 0; i < unseen.table().size(); i++) {
      int user = fileUsers.position(users.id(unseen.table().user(i))).orElseThrow();
      int item = fileItems.position(items.id(unseen.table().item(i))).orElseThrow();
      int at = IntStream.range(0, cells.length).filter(c -> cells[c] == 3 * user + item).sum();
      assertEquals(ratings[at], unseen.table().rating(i));
    }
  }
}
