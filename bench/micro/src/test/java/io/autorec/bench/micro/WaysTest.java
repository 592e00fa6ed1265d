package io.autorec.bench.micro;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnxruntime.OrtException;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ways that are measured beside each other give the same result. */
final class WaysTest {
  private static final int BATCH = 3;
  private static final int ITEMS = 400;
  private static final int UNITS = 16;

  @Test
  void rank_givesTheSamePositions_inJavaAndInGraph() throws OrtException {
    assertArrayEquals(
        rank(RankingBenchmark.Way.JAVA), rank(RankingBenchmark.Way.GRAPH), "all items");
    assertArrayEquals(
        rank(RankingBenchmark.Way.JAVA_CANDIDATES),
        rank(RankingBenchmark.Way.GRAPH_CANDIDATES),
        "candidates");
  }

  @ParameterizedTest
  @EnumSource(EncoderBenchmark.Way.class)
  void encode_givesTheSums_whateverTheWay(EncoderBenchmark.Way way) throws OrtException {
    try (Encoder java = encoder(EncoderBenchmark.Way.JAVA);
        Encoder other = encoder(way)) {
      FloatBuffer expected = java.encode();
      FloatBuffer sums = other.encode();
      assertEquals(BATCH * UNITS, sums.capacity());
      for (int i = 0; i < sums.capacity(); i++) {
        assertEquals(expected.get(i), sums.get(i), 1e-3f, "position " + i);
      }
    }
  }

  private static int[][] rank(RankingBenchmark.Way way) throws OrtException {
    try (Ranking ranking = RankingBenchmark.open(way, BATCH, ITEMS, 10, 1)) {
      return ranking.rank();
    }
  }

  private static Encoder encoder(EncoderBenchmark.Way way) throws OrtException {
    return EncoderBenchmark.open(way, BATCH, ITEMS, UNITS, 1);
  }
}
