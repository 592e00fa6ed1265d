package io.autorec.trainer.ratings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.autorec.model.IdVocabulary;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RatingTableTest {
  private static final IdVocabulary USERS = IdVocabulary.of(List.of("u", "v"));
  private static final IdVocabulary ITEMS =
      new IdVocabulary(List.of("a", "b", "c"), List.of("Old A", "", "Old C"));

  @Test
  void new_copiesTheArrays() {
    int[] users = {0, 1};
    int[] items = {2, 0};
    float[] ratings = {1, 2};
    RatingTable table = new RatingTable(USERS, ITEMS, users, items, ratings);
    users[0] = 1;
    items[0] = 0;
    ratings[0] = 9;
    assertEquals("u c 1.0\nv a 2.0\n", TextFiles.contents(table));
  }

  @Test
  void new_takesNoRatings() {
    assertEquals(0, table(new int[0], new int[0]).size());
  }

  @Test
  void new_refuses_whenRowsAreNotSortedOrRepeatAPair() {
    assertInvalid(
        "rating 1: user 0, item 0 (expected: after user 1, item 0)", new int[] {1, 0}, 0, 0);
    assertInvalid(
        "rating 1: user 0, item 1 (expected: after user 0, item 2)", new int[] {0, 0}, 2, 1);
    assertInvalid(
        "rating 1: user 0, item 1 (expected: after user 0, item 1)", new int[] {0, 0}, 1, 1);
  }

  @Test
  void new_refuses_whenAPositionIsOutsideItsVocabulary() {
    assertInvalid("rating 1: user 2 (expected: 0 to 1)", new int[] {0, 2}, 0, 0);
    assertInvalid("rating 0: user -1 (expected: 0 to 1)", new int[] {-1, 0}, 0, 0);
    assertInvalid("rating 1: item 3 (expected: 0 to 2)", new int[] {0, 1}, 0, 3);
    assertInvalid("rating 0: item -1 (expected: 0 to 2)", new int[] {0, 1}, -1, 0);
  }

  @Test
  void new_refuses_whenARatingIsNotFinite() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new RatingTable(
                    USERS, ITEMS, new int[] {0}, new int[] {0}, new float[] {Float.NaN}));
    assertEquals("rating 0: rating NaN (expected: a finite number)", e.getMessage());
  }

  @Test
  void new_refuses_whenColumnsDifferInLength() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> table(new int[] {0}, new int[] {0, 1}));
    assertEquals("columns of 1, 2 and 1 (expected: equal lengths)", e.getMessage());
  }

  @Test
  void withItemTitles_keepsWhatTheMapLacks() {
    RatingTable table = table(new int[] {0, 1}, new int[] {1, 2});
    RatingTable titled = table.withItemTitles(Map.of("a", "New A", "b", "New B", "z", "New Z"));
    assertEquals("New A", titled.items().title(0));
    assertEquals("New B", titled.items().title(1));
    assertEquals("Old C", titled.items().title(2));
    assertEquals(TextFiles.contents(table), TextFiles.contents(titled));
    assertEquals("Old A", table.items().title(0));
  }

  private static RatingTable table(int[] users, int[] items) {
    return new RatingTable(USERS, ITEMS, users, items, new float[users.length]);
  }

  private static void assertInvalid(String message, int[] users, int... items) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> table(users, items));
    assertEquals(message, e.getMessage());
  }
}
