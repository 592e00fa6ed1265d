package io.autorec.foldin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RatedCodesTest {
  private static final int ROWS = 60;

  @Property(tries = 300)
  void products_areThoseOfTheRatedRows(
      @ForAll @IntRange(min = 1, max = 30) int features,
      @ForAll @IntRange(min = 0, max = ROWS) int rated,
      @ForAll long seed) {
    Random random = new Random(seed);
    int[] rows = random.ints(0, ROWS).distinct().limit(rated).toArray();
    check(random, features, ROWS, rows);
  }

  @Test
  void products_areThoseOfTheRatedRows_whenTheyAreTooManyToCopy() {
    check(new Random(1), 3, 5_000, IntStream.range(0, 5_000).toArray());
  }

  private static void check(Random random, int features, int count, int[] rows) {
    float[] values = floats(random, count * features);
    float[] column = floats(random, features + 1);
    float[] weights = floats(random, rows.length);
    float[] products = floats(random, rows.length);
    float[] weighted = floats(random, features + 1);
    double[] expectedProducts = doubles(products);
    double[] expectedWeighted = doubles(weighted);
    for (int j = 0; j < rows.length; j++) {
      for (int k = 0; k < features; k++) {
        double code = values[rows[j] * features + k];
        expectedProducts[j] += code * column[k];
        expectedWeighted[k] += code * weights[j];
      }
    }
    RatedCodes rated = new RatedCodes(new Codes(values, features), rows);

    rated.addProducts(column, products);
    rated.addWeighted(weights, weighted);

    for (int j = 0; j < rows.length; j++) {
      assertEquals(expectedProducts[j], products[j], 1e-4, "rating " + j);
    }
    // The last entry is the bias, which is not the codes' own.
    for (int k = 0; k <= features; k++) {
      assertEquals(expectedWeighted[k], weighted[k], 1e-3, "feature " + k);
    }
  }

  private static double[] doubles(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  private static float[] floats(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
