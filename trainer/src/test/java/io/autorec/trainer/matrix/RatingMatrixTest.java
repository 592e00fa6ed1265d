package io.autorec.trainer.matrix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.model.IdVocabulary;
import io.autorec.model.Orientation;
import io.autorec.model.UserRatings;
import io.autorec.trainer.ratings.RatingTable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RatingMatrixTest {
  private static RatingTable table(Random random, int users, int items) {
    int[] cells =
        IntStream.range(0, users * items).filter(cell -> random.nextInt(3) == 0).toArray();
    float[] ratings = new float[cells.length];
    for (int i = 0; i < cells.length; i++) {
      ratings[i] = random.nextInt(11) - 5;
    }
    return new RatingTable(
        IdVocabulary.of(IntStream.range(0, users).mapToObj(u -> "u" + u).toList()),
        IdVocabulary.of(IntStream.range(0, items).mapToObj(i -> "i" + i).toList()),
        IntStream.of(cells).map(cell -> cell / items).toArray(),
        IntStream.of(cells).map(cell -> cell % items).toArray(),
        ratings);
  }

  /** Row and column of each entry, with its rating. */
  private static Map<Long, Float> entries(RatingMatrix matrix, boolean transposed) {
    Map<Long, Float> entries = new HashMap<>();
    for (int row = 0; row < matrix.rows(); row++) {
      for (int i = matrix.start(row); i < matrix.start(row + 1); i++) {
        long column = matrix.column(i);
        entries.put(transposed ? column << 32 | row : (long) row << 32 | column, matrix.rating(i));
      }
    }
    return entries;
  }

  @Property(tries = 100)
  void transposed_isTheOtherOrientation_andTwiceTheSame(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 12) int users,
      @ForAll @IntRange(min = 1, max = 12) int items) {
    RatingTable table = table(new Random(seed), users, items);
    int[] all = IntStream.range(0, table.size()).toArray();
    RatingMatrix byUser = RatingMatrix.of(table, all, Orientation.USER);
    requireSame(RatingMatrix.of(table, all, Orientation.ITEM), byUser.transposed());
    requireSame(byUser, byUser.transposed().transposed());
  }

  @Property(tries = 100)
  void with_isTheMatrixOfBothParts(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 12) int users,
      @ForAll @IntRange(min = 1, max = 12) int items) {
    Random random = new Random(seed);
    RatingTable table = table(random, users, items);
    boolean[] isFirst = new boolean[table.size()];
    for (int i = 0; i < isFirst.length; i++) {
      isFirst[i] = random.nextBoolean();
    }
    int[] all = IntStream.range(0, table.size()).toArray();
    int[] first = IntStream.of(all).filter(i -> isFirst[i]).toArray();
    int[] second = IntStream.of(all).filter(i -> !isFirst[i]).toArray();
    RatingMatrix part = RatingMatrix.of(table, first, Orientation.ITEM);
    requireSame(
        RatingMatrix.of(table, all, Orientation.ITEM),
        part.with(RatingMatrix.of(table, second, Orientation.ITEM)));
    requireSame(part, part.with(part.cleared()));
    assertEquals(0, part.cleared().size());
  }

  private static void requireSame(RatingMatrix expected, RatingMatrix actual) {
    assertEquals(expected.rows(), actual.rows());
    assertEquals(expected.width(), actual.width());
    assertEquals(expected.size(), actual.size());
    for (int row = 0; row <= expected.rows(); row++) {
      assertEquals(expected.start(row), actual.start(row));
    }
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(expected.column(i), actual.column(i));
      assertEquals(expected.rating(i), actual.rating(i));
    }
  }

  @Property(tries = 200)
  void of_holdsTheChosenRatings_inEitherOrientation(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 12) int users,
      @ForAll @IntRange(min = 1, max = 12) int items) {
    Random random = new Random(seed);
    RatingTable table = table(random, users, items);
    int[] chosen = IntStream.range(0, table.size()).filter(i -> random.nextBoolean()).toArray();
    RatingMatrix byUser = RatingMatrix.of(table, chosen, Orientation.USER);
    RatingMatrix byItem = RatingMatrix.of(table, chosen, Orientation.ITEM);

    Map<Long, Float> expected = new HashMap<>();
    for (int i : chosen) {
      expected.put((long) table.user(i) << 32 | table.item(i), table.rating(i));
    }
    assertEquals(expected, entries(byUser, false));
    assertEquals(expected, entries(byItem, true));
    assertEquals(users, byUser.rows());
    assertEquals(items, byUser.width());
    assertEquals(items, byItem.rows());
    assertEquals(users, byItem.width());
    assertEquals(chosen.length, byItem.size());
  }

  @Property(tries = 200)
  void columns_ascendWithinARow(@ForAll long seed) {
    RatingTable table = table(new Random(seed), 9, 7);
    int[] all = IntStream.range(0, table.size()).toArray();
    for (Orientation orientation : Orientation.values()) {
      RatingMatrix matrix = RatingMatrix.of(table, all, orientation);
      for (int row = 0; row < matrix.rows(); row++) {
        for (int i = matrix.start(row) + 1; i < matrix.start(row + 1); i++) {
          assertTrue(matrix.column(i - 1) < matrix.column(i));
        }
      }
    }
  }

  @Property(tries = 200)
  void coldColumns_areThoseThatNoRowObserves(@ForAll long seed) {
    Random random = new Random(seed);
    RatingTable table = table(random, 6, 8);
    int[] chosen = IntStream.range(0, table.size()).filter(i -> random.nextBoolean()).toArray();
    RatingMatrix byItem = RatingMatrix.of(table, chosen, Orientation.ITEM);
    RatingMatrix byUser = RatingMatrix.of(table, chosen, Orientation.USER);
    boolean[] cold = byItem.coldColumns();
    for (int user = 0; user < 6; user++) {
      assertEquals(byUser.count(user) == 0, cold[user]);
    }
    assertEquals(byUser.observedRows().length, byItem.observedColumns());
  }

  @Test
  void observedRows_haveARating_andAscend() {
    RatingTable table =
        new RatingTable(
            IdVocabulary.of(java.util.List.of("u", "v", "w")),
            IdVocabulary.of(java.util.List.of("a", "b")),
            new int[] {0, 2},
            new int[] {1, 0},
            new float[] {4, 5});
    RatingMatrix matrix = RatingMatrix.of(table, new int[] {0, 1}, Orientation.USER);
    assertArrayEquals(new int[] {0, 2}, matrix.observedRows());
    assertEquals(0, matrix.count(1));
    assertEquals(2, matrix.observedColumns());
  }

  @Property(tries = 100)
  void shuffle_isAPermutation_thatTheSeedDecides(
      @ForAll long seed, @ForAll @IntRange(max = 60) int length) {
    int[] once = IntStream.range(0, length).toArray();
    int[] again = once.clone();
    Shuffle.shuffle(once, new Random(seed));
    Shuffle.shuffle(again, new Random(seed));
    assertArrayEquals(once, again);
    Arrays.sort(once);
    assertArrayEquals(IntStream.range(0, length).toArray(), once);
  }

  /** Each of the six orders of three in a sixth of the cases, within five standard errors. */
  @Test
  void shuffle_isUniform() {
    Map<String, Integer> counts = new HashMap<>();
    Random random = new Random(1);
    int tries = 60_000;
    for (int i = 0; i < tries; i++) {
      int[] order = {0, 1, 2};
      Shuffle.shuffle(order, random);
      counts.merge(Arrays.toString(order), 1, Integer::sum);
    }
    assertEquals(6, counts.size());
    double error = Math.sqrt(tries / 6.0 * 5 / 6);
    counts.forEach((order, count) -> assertEquals(tries / 6.0, count, 5 * error, order));
  }

  @Property(tries = 100)
  void history_holdsEachPartByUser(@ForAll long seed) {
    RatingTable table = table(new Random(seed), 10, 12);
    RatingSplit split = RatingSplit.random(table.size(), 0.2, 0.2, seed);
    var history = split.history(table, UserRatings.none(table.users().size()));
    assertEquals(split.training().length, history.training().size());
    assertEquals(split.validation().length, history.validation().size());
    assertEquals(split.test().length, history.test().size());
    for (int i : split.test()) {
      assertTrue(history.test().contains(table.user(i), table.item(i)));
    }
    for (int i : split.training()) {
      assertTrue(history.training().contains(table.user(i), table.item(i)));
    }
  }
}
