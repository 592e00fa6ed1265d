package io.autorec.ranking;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.foldin.Reasons;
import io.autorec.model.ModelFormatException;
import io.autorec.model.RatingScale;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RankingHeadTest {
  private static final RatingScale SCALE = new RatingScale(1, 5);

  /** A head and the same weights as a whole matrix. */
  private record Drawn(RankingHead head, float[][] weights, float[] prior, Random random) {
    static Drawn of(long seed, int items) {
      Random random = new Random(seed);
      float share = random.nextFloat();
      float[][] weights = new float[items][items];
      float[] prior = new float[items];
      List<Integer> targets = new ArrayList<>();
      List<Float> values = new ArrayList<>();
      int[] starts = new int[items + 1];
      for (int i = 0; i < items; i++) {
        prior[i] = random.nextFloat() * 1e-5f;
        for (int j = 0; j < items; j++) {
          if (random.nextFloat() < share) {
            weights[i][j] = (float) random.nextGaussian();
            targets.add(j);
            values.add(weights[i][j]);
          }
        }
        starts[i + 1] = targets.size();
      }
      float[] kept = new float[values.size()];
      for (int i = 0; i < kept.length; i++) {
        kept[i] = values.get(i);
      }
      RankingHead head =
          new RankingHead(
              0.2f, SCALE, prior, starts, targets.stream().mapToInt(t -> t).toArray(), kept);
      return new Drawn(head, weights, prior, random);
    }

    int[] rated() {
      List<Integer> all = new ArrayList<>(IntStream.range(0, prior.length).boxed().toList());
      Collections.shuffle(all, random);
      return all.stream().limit(random.nextInt(prior.length + 1)).mapToInt(i -> i).toArray();
    }

    float[] ratings(int count) {
      float[] ratings = new float[count];
      for (int i = 0; i < count; i++) {
        ratings[i] = 1 + random.nextInt(9) / 2f;
      }
      return ratings;
    }
  }

  @Property(tries = 300)
  void scores_areTheSumOverRatedItems(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int items) {
    Drawn drawn = Drawn.of(seed, items);
    int[] rated = drawn.rated();
    float[] ratings = drawn.ratings(rated.length);

    float[] scores = drawn.head.scores(rated, ratings);

    for (int item = 0; item < items; item++) {
      double expected = drawn.prior[item];
      for (int i = 0; i < rated.length; i++) {
        expected += (0.2 + 0.8 * (ratings[i] - 1) / 4) * drawn.weights[rated[i]][item];
      }
      assertEquals(expected, scores[item], 1e-4);
    }
  }

  @Property(tries = 300)
  void reasons_addUpToTheScore_theStrongestFirst(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int items) {
    Drawn drawn = Drawn.of(seed, items);
    int[] rated = drawn.rated();
    float[] ratings = drawn.ratings(rated.length);
    int item = drawn.random.nextInt(items);

    List<Reasons.Reason> all = drawn.head.reasons(item, rated, ratings, items);

    double sum = drawn.prior[item];
    for (Reasons.Reason reason : all) {
      sum += reason.effect();
      assertEquals(
          (0.2 + 0.8 * (ratings[reason.index()] - 1) / 4)
              * drawn.weights[rated[reason.index()]][item],
          reason.effect(),
          1e-5);
    }
    assertEquals(drawn.head.scores(rated, ratings)[item], sum, 1e-4);
    for (int i = 1; i < all.size(); i++) {
      assertTrue(Math.abs(all.get(i - 1).effect()) >= Math.abs(all.get(i).effect()));
    }
    int few = Math.min(2, all.size());
    assertEquals(all.subList(0, few), drawn.head.reasons(item, rated, ratings, 2));
  }

  @Property(tries = 100)
  void file_givesTheSameHeadBack(@ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int items)
      throws Exception {
    Drawn drawn = Drawn.of(seed, items);
    byte[] bytes = RankingHeadFile.toMessage(drawn.head).toByteArray();

    RankingHead read = RankingHeadFile.fromBytes(bytes, items, SCALE);

    int[] rated = drawn.rated();
    float[] ratings = drawn.ratings(rated.length);
    assertArrayEquals(drawn.head.scores(rated, ratings), read.scores(rated, ratings));
    assertArrayEquals(bytes, RankingHeadFile.toMessage(read).toByteArray());
  }

  @Test
  void scores_ofNoRatings_areThePrior() {
    Drawn drawn = Drawn.of(1, 5);
    assertArrayEquals(drawn.prior, drawn.head.scores(new int[0], new float[0]));
  }

  @Test
  void input_takesRatingsOffTheScaleAsItsEnds() {
    RankingHead head = Drawn.of(1, 5).head;
    assertEquals(0.2f, head.input(-7));
    assertEquals(1, head.input(9));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"version", "items", "count", "beyond", "gap", "weights", "prior", "NaN", "input"})
  void file_isRefused_whenItDoesNotFit(String damage) {
    io.autorec.v1.RankingHead.Builder file =
        RankingHeadFile.toMessage(Drawn.of(3, 6).head).toBuilder();
    int items = 6;
    switch (damage) {
      case "version" -> file.setFormatVersion(9);
      case "items" -> items = 7;
      case "count" -> file.setWeightsPerItem(0, file.getWeightsPerItem(0) + 1);
      case "beyond" -> file.setItemGaps(file.getItemGapsCount() - 1, 6);
      case "gap" -> file.setItemGaps(1, 0);
      case "weights" -> file.setWeights(file.getWeights().substring(4));
      case "prior" -> file.setPrior(file.getPrior().substring(4));
      case "NaN" ->
          file.setWeights(
              io.autorec.model.ProtoFile.bytes(filled(file.getItemGapsCount(), Float.NaN)));
      default -> file.setLowestInput(1.5f);
    }
    byte[] bytes = file.build().toByteArray();
    int expected = items;
    ModelFormatException refused =
        assertThrows(
            ModelFormatException.class, () -> RankingHeadFile.fromBytes(bytes, expected, SCALE));
    assertTrue(String.valueOf(refused.getMessage()).startsWith("ranking.pb: "), damage);
  }

  private static float[] filled(int length, float value) {
    float[] values = new float[length];
    java.util.Arrays.fill(values, value);
    return values;
  }
}
