package io.autorec.ranking;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autorec.model.UserRatings;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class CommonChoicesTest {
  @Property(tries = 200)
  void likeness_isTheCorrelationOfRows_ofUsersAndOfItems(
      @ForAll @IntRange(min = 1, max = 20) int users,
      @ForAll @IntRange(min = 1, max = 20) int items,
      @ForAll long seed) {
    Random random = new Random(seed);
    double[][] chosen = new double[users][items];
    double[][] transposed = new double[items][users];
    for (int user = 0; user < users; user++) {
      for (int item = 0; item < items; item++) {
        chosen[user][item] = random.nextInt(2);
        transposed[item][user] = chosen[user][item];
      }
    }
    UserRatings choices = choices(chosen);
    assertCorrelations(chosen, new CommonChoices(choices, items));
    assertCorrelations(transposed, new CommonChoices(choices.byItem(items), users));
  }

  private static void assertCorrelations(double[][] rows, Likeness likeness) {
    int[] all = IntStream.range(0, rows.length).toArray();
    for (int one : all) {
      float[] found = likeness.of(one, all);
      for (int other : all) {
        assertEquals(correlation(rows[one], rows[other]), found[other], 1e-6);
      }
    }
  }

  private static double correlation(double[] one, double[] other) {
    double meanOfOne = IntStream.range(0, one.length).mapToDouble(i -> one[i]).average().orElse(0);
    double meanOfOther =
        IntStream.range(0, one.length).mapToDouble(i -> other[i]).average().orElse(0);
    double both = 0;
    double ofOne = 0;
    double ofOther = 0;
    for (int i = 0; i < one.length; i++) {
      both += (one[i] - meanOfOne) * (other[i] - meanOfOther);
      ofOne += (one[i] - meanOfOne) * (one[i] - meanOfOne);
      ofOther += (other[i] - meanOfOther) * (other[i] - meanOfOther);
    }
    return ofOne < 1e-9 || ofOther < 1e-9 ? 0 : both / Math.sqrt(ofOne * ofOther);
  }

  @Example
  void likeness_isThatOfTheOthersThatAreAskedFor() {
    Likeness likeness =
        new CommonChoices(choices(new double[][] {{1, 1, 0, 0}, {0, 0, 1, 1}, {1, 0, 0, 0}}), 4);
    assertArrayEquals(
        new float[] {(float) (1 / Math.sqrt(3)), -1, 1},
        likeness.of(0, new int[] {2, 1, 0}),
        1e-6f);
    assertArrayEquals(new float[0], likeness.of(0, new int[0]));
  }

  private static UserRatings choices(double[][] chosen) {
    int[] starts = new int[chosen.length + 1];
    int[] items = new int[chosen.length * chosen[0].length];
    int size = 0;
    for (int user = 0; user < chosen.length; user++) {
      for (int item = 0; item < chosen[user].length; item++) {
        if (chosen[user][item] == 1) {
          items[size++] = item;
        }
      }
      starts[user + 1] = size;
    }
    return new UserRatings(starts, java.util.Arrays.copyOf(items, size), new float[size]);
  }
}
