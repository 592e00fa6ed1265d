package io.autorec.server.ranking;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.nio.FloatBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class TopItemsTest {
  @Property
  void best_equalsStableSort_whenSomeAreIneligible(
      @ForAll @Size(max = 40) List<@IntRange(max = 9) Integer> scores,
      @ForAll @IntRange(max = 12) int count,
      @ForAll @IntRange(min = 1, max = 5) int modulus) {
    FloatBuffer shifted = FloatBuffer.allocate(scores.size() + 1);
    shifted.put(0, 99);
    for (int i = 0; i < scores.size(); i++) {
      shifted.put(i + 1, scores.get(i));
    }
    int[] expected =
        IntStream.range(0, scores.size())
            .filter(p -> p % modulus == 0)
            .boxed()
            .sorted(Comparator.<Integer>comparingInt(p -> -scores.get(p)).thenComparingInt(p -> p))
            .limit(count)
            .mapToInt(p -> p)
            .toArray();
    assertArrayEquals(
        expected, TopItems.best(shifted, 1, scores.size(), p -> p % modulus == 0, count));
    int[] multiples = IntStream.range(0, scores.size()).filter(p -> p % modulus == 0).toArray();
    assertArrayEquals(expected, TopItems.bestOf(shifted, 1, multiples, p -> true, count));
  }
}
