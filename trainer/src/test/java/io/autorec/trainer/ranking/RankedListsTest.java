package io.autorec.trainer.ranking;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RankedListsTest {
  /** Scores with many ties, the same for each call, and the largest batch it was asked for. */
  private static final class FakeScorer implements UserScorer {
    private final int items;
    private final long seed;
    private int largestBatch;
    private int calls;

    FakeScorer(int items, long seed) {
      this.items = items;
      this.seed = seed;
    }

    float score(int user, int item) {
      return new Random(seed + 31L * user + 1_000_003L * item).nextInt(6) - 2;
    }

    @Override
    public float[] score(int[] users) {
      calls++;
      largestBatch = Math.max(largestBatch, users.length);
      float[] scores = new float[users.length * items];
      for (int i = 0; i < scores.length; i++) {
        scores[i] = score(users[i / items], i % items);
      }
      return scores;
    }
  }

  private static List<RankedList> lists(UserScorer scorer, int items, int top, int[] users) {
    List<RankedList> lists = new ArrayList<>();
    assertTrue(
        new RankedLists(
                scorer,
                items,
                top,
                (user, item) ->
                    IntStream.range(0, items).filter(i -> leftOut(user, i)).forEach(item))
            .forEach(users, () -> false, lists::add));
    return lists;
  }

  private static boolean leftOut(int user, int item) {
    return (user + item) % 3 == 0;
  }

  @Property(tries = 200)
  void forEach_equalsAFullSort(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 40) int items,
      @ForAll @IntRange(min = 1, max = 50) int top,
      @ForAll @IntRange(max = 30) int count) {
    FakeScorer scorer = new FakeScorer(items, seed);
    int[] users = new Random(seed).ints(count, 0, 10).toArray();

    List<RankedList> lists = lists(scorer, items, top, users);

    assertEquals(count, lists.size());
    for (int i = 0; i < count; i++) {
      int user = users[i];
      int[] expected =
          IntStream.range(0, items)
              .filter(item -> !leftOut(user, item))
              .boxed()
              .sorted(
                  Comparator.<Integer>comparingDouble(item -> -scorer.score(user, item))
                      .thenComparingInt(item -> item))
              .limit(top)
              .mapToInt(item -> item)
              .toArray();
      assertEquals(user, lists.get(i).user());
      assertArrayEquals(expected, lists.get(i).items());
      for (int place = 0; place < expected.length; place++) {
        assertEquals(scorer.score(user, expected[place]), lists.get(i).scores()[place]);
      }
    }
  }

  @Test
  void forEach_holdsFewUsersAtATime_howeverManyThereAre() {
    FakeScorer narrow = new FakeScorer(2, 1);
    assertEquals(3000, lists(narrow, 2, 1, new int[3000]).size());
    assertEquals(RankedLists.USERS_AT_ONCE, narrow.largestBatch);

    int items = RankedLists.SCORES_AT_ONCE / 2;
    int[] largest = new int[1];
    UserScorer wide =
        users -> {
          largest[0] = Math.max(largest[0], users.length);
          return new float[users.length * items];
        };
    assertTrue(
        new RankedLists(wide, items, 1, (user, item) -> {})
            .forEach(new int[5], () -> false, list -> {}));
    assertEquals(2, largest[0]);
  }

  @Test
  void forEach_endsBeforeTheNextBatch_whenItIsStopped() {
    FakeScorer scorer = new FakeScorer(3, 1);
    List<RankedList> lists = new ArrayList<>();

    boolean finished =
        new RankedLists(scorer, 3, 1, (user, item) -> {})
            .forEach(new int[1000], () -> lists.size() >= 300, lists::add);

    assertFalse(finished);
    assertEquals(2, scorer.calls);
    assertEquals(2 * RankedLists.USERS_AT_ONCE, lists.size());
  }
}
