package io.autorec.foldin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.autorec.model.ModelFormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FoldInTest {
  private static final int ROWS = 40;
  private static final int COLUMNS = 7;

  @Property(tries = 200)
  void fit_isWhereTheObjectiveIsLeast(
      @ForAll @IntRange(min = 1, max = 30) int features,
      @ForAll @IntRange(min = 1, max = ROWS) int rated,
      @ForAll @IntRange(min = 1, max = 200) int decay,
      @ForAll long seed) {
    Random random = new Random(seed);
    Parts parts = Parts.draw(random, features, decay);
    int[] rows = random.ints(0, ROWS).distinct().limit(rated).toArray();
    float[] ratings = floats(random, rated);
    float[] column = parts.foldIn().fit(rows, ratings);
    double least = parts.objective(column, rows, ratings);
    for (int k = 0; k <= features; k++) {
      for (float step : new float[] {-0.05f, 0.05f}) {
        float[] other = column.clone();
        other[k] += step;
        assertTrue(parts.objective(other, rows, ratings) > least, "entry " + k);
      }
    }
  }

  @Property(tries = 50)
  void fit_isTheMeanColumn_withoutRatings(
      @ForAll @IntRange(min = 1, max = 30) int features, @ForAll long seed) {
    Parts parts = Parts.draw(new Random(seed), features, 10);
    float[] column = parts.foldIn().fit(new int[0], new float[0]);
    for (int k = 0; k < features; k++) {
      assertEquals(parts.meanWeights[k], column[k]);
    }
    assertEquals(parts.meanBias, column[features]);
  }

  @Property(tries = 100)
  void reasons_areWhatLeavingARatingOutChanges(
      @ForAll @IntRange(min = 1, max = 30) int features,
      @ForAll @IntRange(min = 1, max = ROWS) int rated,
      @ForAll @IntRange(min = 0, max = ROWS - 1) int row,
      @ForAll long seed) {
    Random random = new Random(seed);
    FoldIn foldIn = Parts.draw(random, features, 10).foldIn();
    int[] rows = random.ints(0, ROWS).distinct().limit(rated).toArray();
    float[] ratings = floats(random, rated);
    float with = foldIn.predict(foldIn.fit(rows, ratings), row);
    Reasons all = new Reasons(foldIn, rows, ratings);
    List<Reasons.Reason> reasons = all.of(row, 3);
    assertEquals(Math.min(3, rated), reasons.size());
    assertEquals(
        all.of(row, rated).stream()
            .map(reason -> Math.abs(reason.effect()))
            .sorted(Comparator.reverseOrder())
            .limit(3)
            .toList(),
        reasons.stream().map(reason -> Math.abs(reason.effect())).toList());
    for (Reasons.Reason reason : reasons) {
      float without =
          foldIn.predict(
              foldIn.fit(without(rows, reason.index()), without(ratings, reason.index())), row);
      assertEquals(with - without, reason.effect(), 1e-3f);
    }
  }

  private static int[] without(int[] values, int index) {
    return IntStream.range(0, values.length).filter(i -> i != index).map(i -> values[i]).toArray();
  }

  private static float[] without(float[] values, int index) {
    float[] rest = new float[values.length - 1];
    System.arraycopy(values, 0, rest, 0, index);
    System.arraycopy(values, index + 1, rest, index, rest.length - index);
    return rest;
  }

  @Property(tries = 50)
  void bytes_keepAll(@ForAll @IntRange(min = 1, max = 9) int features, @ForAll long seed)
      throws Exception {
    FoldIn before = Parts.draw(new Random(seed), features, 10).foldIn();
    byte[] bytes = FoldInFile.toBytes(before);
    FoldIn after = FoldInFile.fromBytes(bytes, ROWS, COLUMNS);
    int[] rows = {3, 0, 7};
    float[] ratings = {5, 1, 2};
    assertArrayEquals(before.fit(rows, ratings), after.fit(rows, ratings));
    int[] all = IntStream.range(0, before.columns().count()).toArray();
    assertArrayEquals(before.columns().cosines(2, all), after.columns().cosines(2, all));
    assertArrayEquals(bytes, FoldInFile.toBytes(after));
  }

  @Test
  void bytes_ofAnotherModel_areRefused() {
    byte[] bytes = FoldInFile.toBytes(Parts.draw(new Random(1), 3, 10).foldIn());
    ModelFormatException e =
        assertThrows(
            ModelFormatException.class, () -> FoldInFile.fromBytes(bytes, ROWS, COLUMNS + 1));
    assertEquals(
        "fold_in.pb: 40 rows and 7 columns (expected: 40 rows, and 8 columns or none)",
        e.getMessage());
  }

  @Test
  void bytes_withWhatIsNotFinite_areRefused() {
    Parts parts = Parts.draw(new Random(1), 3, 10);
    byte[] bytes = FoldInFile.toBytes(parts.foldIn());
    // The parts share their arrays with the FoldIn.
    parts.codes[5] = Float.NaN;
    byte[] damaged = parts.withoutCheck(bytes);
    ModelFormatException e =
        assertThrows(
            ModelFormatException.class, () -> FoldInFile.fromBytes(damaged, ROWS, COLUMNS));
    assertEquals("fold_in.pb: codes: a value is not finite (expected: all are)", e.getMessage());
  }

  private static float[] floats(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private record Parts(
      float[] codes,
      float[] offsets,
      float[] columns,
      float[] meanWeights,
      float meanBias,
      float decay) {
    private static final float BIAS_DECAY = 2;

    static Parts draw(Random random, int features, float decay) {
      return new Parts(
          floats(random, ROWS * features),
          floats(random, ROWS),
          floats(random, COLUMNS * features),
          floats(random, features),
          (float) random.nextGaussian(),
          decay);
    }

    FoldIn foldIn() {
      int features = meanWeights.length;
      return new FoldIn(
          new Codes(codes, features),
          offsets,
          new Codes(columns, features),
          meanWeights,
          meanBias,
          decay,
          BIAS_DECAY);
    }

    byte[] withoutCheck(byte[] bytes) {
      try {
        ByteBuffer values =
            ByteBuffer.allocate(codes.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        values.asFloatBuffer().put(codes);
        return io.autorec.v1.FoldIn.parseFrom(bytes).toBuilder()
            .setCodes(ByteString.copyFrom(values))
            .build()
            .toByteArray();
      } catch (InvalidProtocolBufferException e) {
        throw new AssertionError(e);
      }
    }

    /** The formula of the class comment, term by term. */
    double objective(float[] column, int[] rows, float[] ratings) {
      int features = meanWeights.length;
      double sum = 0;
      for (int j = 0; j < rows.length; j++) {
        double error = ratings[j] - column[features] - offsets[rows[j]];
        for (int k = 0; k < features; k++) {
          error -= (double) column[k] * codes[rows[j] * features + k];
        }
        sum += error * error / 2;
      }
      for (int k = 0; k < features; k++) {
        sum += decay / 2 * Math.pow(column[k] - meanWeights[k], 2);
      }
      return sum + BIAS_DECAY / 2 * Math.pow(column[features] - meanBias, 2);
    }
  }
}
