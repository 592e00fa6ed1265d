package io.autorec.bench.micro;

import io.autorec.foldin.Codes;
import io.autorec.foldin.FoldIn;
import io.autorec.foldin.Reasons;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** A new user fitted to his ratings, and three reasons for each of ten recommendations. */
@BenchmarkMode(Mode.SampleTime)
public class FoldInBenchmark extends MicroBenchmark {
  private static final int ITEMS = 3_706;
  private static final int UNITS = 500;

  /** Of a code's squared length, as the default model of MovieLens 1M has it: about 48. */
  private static final double CODE_DEVIATION = Math.sqrt(48.0 / UNITS);

  /** Lambda there. */
  private static final float WEIGHT_DECAY = 127;

  private static final float BIAS_DECAY = 5;

  /** Ratings of the user. */
  @Param({"5", "20", "100", "1000"})
  int given;

  private FoldIn foldIn = foldIn(new float[1], new float[1], new float[1]);
  private int[] rows = {};
  private float[] ratings = {};

  /** Draws codes and ratings. */
  @Setup
  public void draw() {
    Random random = new Random(1);
    float[] codes = normals(random, ITEMS * UNITS, CODE_DEVIATION);
    foldIn = foldIn(codes, new float[ITEMS], normals(random, UNITS, 0.05));
    rows = random.ints(0, ITEMS).distinct().limit(given).toArray();
    ratings = new float[given];
    for (int i = 0; i < given; i++) {
      ratings[i] = 1 + random.nextInt(5);
    }
  }

  private static FoldIn foldIn(float[] codes, float[] offsets, float[] meanWeights) {
    int units = meanWeights.length;
    return new FoldIn(
        new Codes(codes, units),
        offsets,
        new Codes(new float[0], units),
        meanWeights,
        3.6f,
        WEIGHT_DECAY,
        BIAS_DECAY);
  }

  private static float[] normals(Random random, int count, double deviation) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return values;
  }

  /** One user. */
  @Benchmark
  public float[] fit() {
    return foldIn.fit(rows, ratings);
  }

  /** The reasons of ten recommendations. */
  @Benchmark
  public List<List<Reasons.Reason>> explain() {
    Reasons reasons = new Reasons(foldIn, rows, ratings);
    return Arrays.stream(new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
        .mapToObj(row -> reasons.of(row, 3))
        .toList();
  }
}
