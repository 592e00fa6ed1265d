package io.autorec.trainer.blocks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autorec.trainer.fields.FieldValues;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows that stay, for few items and for so many that rows are sorted by long keys. */
class RowsByUserTest {
  private static final float NONE = FieldValues.MISSING;

  private static String taken(RowsByUser rows) {
    return rows.take(
        (users, items, ratings) -> {
          StringBuilder text = new StringBuilder();
          for (int i = 0; i < users.length; i++) {
            text.append(users[i]).append(' ').append(items[i]).append(' ').append(ratings[i]);
            text.append('\n');
          }
          return text.toString();
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {9, Integer.MAX_VALUE})
  void sort_keepsTheLatestOfAPair_andOfEqualTimesTheLast(int items) {
    RowsByUser rows = new RowsByUser(new int[] {0, 5}, 8, true, items);
    rows.add(1, 8, 1, 0);
    rows.add(0, 7, 1, 5);
    rows.add(0, 2, 2, 5);
    rows.add(0, 7, 3, 5);
    rows.add(1, 0, 4, 0);
    rows.add(0, 2, 5, 4);
    rows.add(0, 3, 6, 0);
    rows.add(1, 1, 7, 0);
    rows.sort();
    assertEquals("0 2 2.0\n0 3 6.0\n0 7 3.0\n1 0 4.0\n1 1 7.0\n1 8 1.0\n", taken(rows));
  }

  @ParameterizedTest
  @ValueSource(ints = {9, Integer.MAX_VALUE})
  void takeUnrated_takesTheRowsWithoutARating_unlessThePairHasOne(int items) {
    RowsByUser rows = new RowsByUser(new int[] {0, 4}, 5, false, items);
    rows.add(0, 7, NONE, 0);
    rows.add(0, 3, 2, 0);
    rows.add(0, 3, NONE, 0);
    rows.add(0, 1, NONE, 0);
    rows.add(1, 4, 5, 0);
    rows.sort();
    assertArrayEquals(new int[] {1, 7}, rows.takeUnrated().items(0));
    assertEquals("0 3 2.0\n1 4 5.0\n", taken(rows));
  }
}
