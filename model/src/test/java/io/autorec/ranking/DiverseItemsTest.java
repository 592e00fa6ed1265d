package io.autorec.ranking;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autorec.foldin.Codes;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;

class DiverseItemsTest {
  private static final int ITEMS = 30;
  private static final int POOL = 20;

  @Property(tries = 300)
  void items_areWhatTheFormulaSays(
      @ForAll @FloatRange(min = 0, max = 1) float diversity,
      @ForAll @IntRange(max = ITEMS - POOL) int before,
      @ForAll @IntRange(min = 1, max = POOL + 2) int count,
      @ForAll long seed) {
    Random random = new Random(seed);
    Codes codes = codes(random);
    RankedItems pool = pool(random);
    BitSet shown = new BitSet();
    shown.set(POOL, POOL + before);
    RankedItems chosen = DiverseItems.choose(pool, 1, 5, shown, codes::cosines, diversity, count);

    List<Integer> taken = new ArrayList<>(shown.stream().boxed().toList());
    assertEquals(Math.min(count, POOL), chosen.size());
    for (int n = 0; n < chosen.size(); n++) {
      double most = Double.NEGATIVE_INFINITY;
      double ofChosen = Double.NaN;
      for (int i = 0; i < POOL; i++) {
        int item = pool.items()[i];
        if (taken.contains(item)) {
          continue;
        }
        double like =
            taken.stream().mapToDouble(other -> codes.cosine(item, other)).max().orElse(-1);
        double marginal = (1 - diversity) * (pool.scores()[i] - 1) / 4 - diversity * like;
        most = Math.max(most, marginal);
        if (item == chosen.items()[n]) {
          ofChosen = marginal;
          assertEquals(pool.scores()[i], chosen.scores()[n]);
        }
      }
      assertEquals(most, ofChosen, 1e-5);
      taken.add(chosen.items()[n]);
    }
  }

  @Property(tries = 50)
  void items_areThePool_withoutDiversity(@ForAll long seed) {
    Random random = new Random(seed);
    RankedItems pool = pool(random);
    Likeness likeness = codes(random)::cosines;
    RankedItems chosen = DiverseItems.choose(pool, 1, 5, new BitSet(), likeness, 0, POOL);
    assertArrayEquals(pool.items(), chosen.items());
    assertArrayEquals(pool.scores(), chosen.scores());
  }

  private static Codes codes(Random random) {
    float[] values = new float[ITEMS * 3];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new Codes(values, 3);
  }

  private static RankedItems pool(Random random) {
    float[] scores = new float[POOL];
    for (int i = 0; i < POOL; i++) {
      scores[i] = 1 + 5 * random.nextFloat();
    }
    java.util.Arrays.sort(scores);
    return new RankedItems(
        IntStream.range(0, POOL).toArray(),
        floats(IntStream.range(0, POOL).mapToDouble(i -> scores[POOL - 1 - i]).toArray()));
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
