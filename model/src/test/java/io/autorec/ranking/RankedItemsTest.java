package io.autorec.ranking;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class RankedItemsTest {
  @Property
  void best_equalsStableSort_whenSomeAreLeftOut(
      @ForAll @Size(max = 40) List<@IntRange(max = 9) Integer> values,
      @ForAll @IntRange(min = 1, max = 12) int count,
      @ForAll @IntRange(min = 1, max = 5) int modulus) {
    float[] scores = new float[values.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = i % modulus == 0 ? values.get(i) : RankedItems.LEFT_OUT;
    }
    int[] expected =
        IntStream.range(0, scores.length)
            .filter(p -> p % modulus == 0)
            .boxed()
            .sorted(Comparator.<Integer>comparingInt(p -> -values.get(p)).thenComparingInt(p -> p))
            .limit(count)
            .mapToInt(p -> p)
            .toArray();
    assertArrayEquals(expected, RankedItems.best(scores, count).items());
  }
}
