package io.autorec.ranking;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autorec.model.RatingScale;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class HeadLikenessTest {
  @Property(tries = 200)
  void cosines_areThoseOfRowsWithOneForTheItemItself(
      @ForAll @IntRange(min = 1, max = 30) int items, @ForAll long seed) {
    Random random = new Random(seed);
    float[][] rows = new float[items][items];
    for (float[] row : rows) {
      for (int target = 0; target < items; target++) {
        row[target] = random.nextInt(4) == 0 ? (float) random.nextGaussian() : 0;
      }
    }
    Likeness likeness = new HeadLikeness(head(rows));
    for (int item = 0; item < items; item++) {
      rows[item][item]++;
    }
    int[] all = IntStream.range(0, items).toArray();
    for (int one = 0; one < items; one++) {
      float[] cosines = likeness.cosines(one, all);
      for (int other = 0; other < items; other++) {
        double lengths = Math.sqrt(dot(rows[one], rows[one]) * dot(rows[other], rows[other]));
        assertEquals(dot(rows[one], rows[other]) / lengths, cosines[other], 1e-5);
        assertEquals(cosines[other], likeness.cosines(other, all)[one], 1e-6);
      }
    }
  }

  @Example
  void cosines_areOfTheOthersThatAreAskedFor() {
    Likeness likeness = new HeadLikeness(head(new float[][] {{0, 1, 0}, {0, 0, 0}, {0, 0, 0}}));
    float half = (float) Math.sqrt(0.5);
    assertArrayEquals(new float[] {0, half, 1}, likeness.cosines(0, new int[] {2, 1, 0}), 1e-6f);
    assertArrayEquals(new float[0], likeness.cosines(0, new int[0]));
  }

  @Example
  void cosines_areZero_whereARowIsAllZero() {
    Likeness likeness = new HeadLikeness(head(new float[][] {{-1, 0}, {3, 0}}));
    assertArrayEquals(new float[] {0, 0}, likeness.cosines(0, new int[] {0, 1}));
    assertArrayEquals(new float[] {0, 1}, likeness.cosines(1, new int[] {0, 1}));
  }

  @Example
  void cosines_areNumbers_whenWeightsAreHuge() {
    float huge = Float.MAX_VALUE;
    Likeness likeness = new HeadLikeness(head(new float[][] {{huge, huge}, {-huge, huge}}));
    assertArrayEquals(new float[] {1, 0}, likeness.cosines(0, new int[] {0, 1}), 1e-6f);
  }

  private static double dot(float[] one, float[] other) {
    return IntStream.range(0, one.length).mapToDouble(i -> (double) one[i] * other[i]).sum();
  }

  private static RankingHead head(float[][] rows) {
    int items = rows.length;
    int[] starts = new int[items + 1];
    int[] targets = new int[items * items];
    float[] weights = new float[items * items];
    int size = 0;
    for (int item = 0; item < items; item++) {
      for (int target = 0; target < items; target++) {
        if (rows[item][target] != 0) {
          targets[size] = target;
          weights[size++] = rows[item][target];
        }
      }
      starts[item + 1] = size;
    }
    return new RankingHead(
        1,
        new RatingScale(0, 1),
        new float[items],
        starts,
        Arrays.copyOf(targets, size),
        Arrays.copyOf(weights, size));
  }
}
