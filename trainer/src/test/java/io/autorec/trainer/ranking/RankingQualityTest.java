package io.autorec.trainer.ranking;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.model.IdVocabulary;
import io.autorec.model.RatingScale;
import io.autorec.model.UserRatings;
import io.autorec.trainer.matrix.RatingSplit;
import io.autorec.trainer.ratings.RatingTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RankingQualityTest {
  private static final RankedLists.LeftOut NOTHING = (user, item) -> {};

  private static IdVocabulary ids(int count) {
    return IdVocabulary.of(IntStream.range(0, count).mapToObj(i -> "id" + i).toList());
  }

  /** Held-out ratings, each {user, item, rating}, sorted. */
  private static UserRatings ratings(int users, int items, int[]... ratings) {
    float[] values = new float[ratings.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = ratings[i][2];
    }
    RatingTable table =
        new RatingTable(
            ids(users),
            ids(items),
            IntStream.range(0, values.length).map(i -> ratings[i][0]).toArray(),
            IntStream.range(0, values.length).map(i -> ratings[i][1]).toArray(),
            values);
    return RatingSplit.byUser(table, IntStream.range(0, values.length).toArray());
  }

  @Test
  void of_isTheMeanOverUsersWithSomethingRelevant() {
    // Everyone gets items 0, 1, 2, 3 in this order. User 0 likes 0 and 3, user 1 nothing, user 2
    // likes 1; with lists of two: recalls 1/2 and 1, and NDCG 1 / (1 + 0.6309...) and 0.6309...
    UserRatings heldOut =
        ratings(
            3,
            4,
            new int[] {0, 0, 5},
            new int[] {0, 3, 4},
            new int[] {1, 0, 3},
            new int[] {2, 1, 4});
    RelevantItems relevant = RelevantItems.of(heldOut, 4);

    RankingQuality quality =
        RankingQuality.of(UserScorer.same(new float[] {4, 3, 2, 1}), 4, 2, NOTHING, relevant);

    double second = 0.6309297536;
    assertArrayEquals(new int[] {0, 2}, relevant.users());
    assertEquals((0.5 + 1) / 2, quality.recall(), 1e-12);
    assertEquals((1 / (1 + second) + second) / 2, quality.ndcg(), 1e-10);
    assertEquals(0.5, quality.coverage(), 1e-12);
  }

  @Property(tries = 100)
  void ofSome_measuresUsersSpreadOverAll_andAllOfFew(
      @ForAll @IntRange(min = 1, max = 60) int users,
      @ForAll @IntRange(min = 1, max = 60) int most) {
    // Every third user likes nothing.
    int[][] heldOut =
        IntStream.range(0, users)
            .mapToObj(user -> new int[] {user, 0, user % 3 == 2 ? 1 : 5})
            .toArray(int[][]::new);
    RelevantItems all = RelevantItems.of(ratings(users, 2, heldOut), 4);

    int[] some = all.ofSome(most).users();

    assertEquals(Math.min(most, all.users().length), some.length);
    assertArrayEquals(IntStream.of(some).distinct().sorted().toArray(), some);
    int widest = 0;
    for (int i = 1; i < some.length; i++) {
      widest = Math.max(widest, some[i] - some[i - 1]);
      assertEquals(5, heldOut[some[i]][2]);
    }
    assertTrue(some.length < 2 || widest <= 2 * users / some.length + 2, () -> "" + users);
    if (most >= all.users().length) {
      assertArrayEquals(all.users(), some);
    }
  }

  @Test
  void of_listsNothingThatTheModelWasShown() {
    RelevantItems relevant =
        RelevantItems.of(ratings(2, 3, new int[] {0, 1, 5}, new int[] {1, 2, 5}), 4);
    UserScorer scorer = UserScorer.same(new float[] {3, 2, 1});

    assertEquals(0, RankingQuality.of(scorer, 3, 1, NOTHING, relevant).recall());
    RankingQuality quality =
        RankingQuality.of(scorer, 3, 1, (user, item) -> item.accept(0), relevant);
    // User 0 gets item 1, which he likes, and so does user 1, who likes item 2.
    assertEquals(new RankingQuality(0.5, 0.5, 1.0 / 3), quality);
  }

  @Test
  void of_refuses_whenNothingIsRelevantToAnyone() {
    RelevantItems nothing = RelevantItems.of(ratings(1, 2, new int[] {0, 1, 3}), 4);

    assertThrows(
        IllegalArgumentException.class,
        () -> RankingQuality.of(UserScorer.same(new float[2]), 2, 1, NOTHING, nothing));
  }

  @Test
  void defaultThreshold_isThreeQuartersUpTheScale() {
    assertEquals(4, RelevantItems.defaultThreshold(new RatingScale(1, 5)));
    assertEquals(75, RelevantItems.defaultThreshold(new RatingScale(0, 100)));
    assertEquals(5, RelevantItems.defaultThreshold(new RatingScale(-10, 10)));
  }

  /** By the definitions, place by place, without heap, batches or bit sets. */
  @Property(tries = 200)
  void of_equalsBruteForce(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 12) int users,
      @ForAll @IntRange(min = 1, max = 15) int items,
      @ForAll @IntRange(min = 1, max = 20) int top) {
    Random random = new Random(seed);
    List<int[]> heldOut = new ArrayList<>();
    boolean[][] shown = new boolean[users][items];
    float[][] scores = new float[users][items];
    for (int user = 0; user < users; user++) {
      for (int item = 0; item < items; item++) {
        scores[user][item] = random.nextInt(8);
        int kind = random.nextInt(3);
        shown[user][item] = kind == 0;
        if (kind == 1) {
          heldOut.add(new int[] {user, item, 1 + random.nextInt(5)});
        }
      }
    }
    RelevantItems relevant =
        RelevantItems.of(ratings(users, items, heldOut.toArray(new int[0][])), 4);
    Assume.that(relevant.size() > 0);

    RankingQuality quality =
        RankingQuality.of(
            some -> {
              float[] all = new float[some.length * items];
              for (int i = 0; i < some.length; i++) {
                System.arraycopy(scores[some[i]], 0, all, i * items, items);
              }
              return all;
            },
            items,
            top,
            (user, item) -> IntStream.range(0, items).filter(i -> shown[user][i]).forEach(item),
            relevant);

    double recall = 0;
    double ndcg = 0;
    int measured = 0;
    TreeSet<Integer> listed = new TreeSet<>();
    for (int user = 0; user < users; user++) {
      TreeSet<Integer> liked = new TreeSet<>();
      for (int[] rating : heldOut) {
        if (rating[0] == user && rating[2] >= 4) {
          liked.add(rating[1]);
        }
      }
      if (liked.isEmpty()) {
        continue;
      }
      measured++;
      int row = user;
      List<Integer> order =
          IntStream.range(0, items)
              .filter(i -> !shown[row][i])
              .boxed()
              .sorted((a, b) -> Float.compare(scores[row][b], scores[row][a]))
              .toList();
      double hits = 0;
      double gain = 0;
      double ideal = 0;
      for (int place = 0; place < top; place++) {
        double worth = 1 / (Math.log(place + 2) / Math.log(2));
        if (place < order.size()) {
          listed.add(order.get(place));
          hits += liked.contains(order.get(place)) ? 1 : 0;
          gain += liked.contains(order.get(place)) ? worth : 0;
        }
        ideal += place < liked.size() ? worth : 0;
      }
      recall += hits / liked.size();
      ndcg += gain / ideal;
    }
    assertEquals(recall / measured, quality.recall(), 1e-9);
    assertEquals(ndcg / measured, quality.ndcg(), 1e-9);
    assertEquals((double) listed.size() / items, quality.coverage(), 1e-12);
  }
}
