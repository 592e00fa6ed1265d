package io.autorec.trainer.training.sparse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.model.IdVocabulary;
import io.autorec.model.Orientation;
import io.autorec.model.RatingScale;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.network.Centering;
import io.autorec.trainer.network.RowTransform;
import io.autorec.trainer.ratings.RatingTable;
import io.autorec.trainer.training.step.Vectors;
import io.autorec.trainer.training.step.Workers;
import java.util.Random;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SparseRowsTest {
  private static final int ROWS = 8;
  private static final int WIDTH = 6;
  private static final RowTransform TRANSFORM =
      new RowTransform(
          Centering.BIAS,
          new RatingScale(1, 5),
          3,
          new float[] {0.5f, 0, -0.5f, 0.25f, 0, 0},
          new boolean[WIDTH],
          5,
          0.5,
          3);

  private static RatingMatrix matrix(Random random) {
    int[] cells = IntStream.range(0, ROWS * WIDTH).filter(cell -> random.nextBoolean()).toArray();
    float[] ratings = new float[cells.length];
    for (int i = 0; i < ratings.length; i++) {
      ratings[i] = 1 + random.nextInt(5);
    }
    RatingTable table =
        new RatingTable(
            IdVocabulary.of(IntStream.range(0, ROWS).mapToObj(u -> "u" + u).toList()),
            IdVocabulary.of(IntStream.range(0, WIDTH).mapToObj(i -> "i" + i).toList()),
            IntStream.of(cells).map(cell -> cell / WIDTH).toArray(),
            IntStream.of(cells).map(cell -> cell % WIDTH).toArray(),
            ratings);
    return RatingMatrix.of(table, IntStream.range(0, cells.length).toArray(), Orientation.USER);
  }

  /** The mask: every observed entry of the batch is there once, and nothing else. */
  @Property(tries = 200)
  void entries_areTheObservedOnes_byColumn(
      @ForAll long seed,
      @ForAll @IntRange(max = ROWS) int from,
      @ForAll @IntRange(max = ROWS) int to) {
    RatingMatrix matrix = matrix(new Random(seed));
    int[] batch = {3, 1, 7, 0, 2, 6, 4, 5};
    int end = Math.max(from, to);
    int start = Math.min(from, to);
    SparseRows rows = new SparseRows(TRANSFORM, matrix, batch, start, end);

    assertEquals(end - start, rows.rows());
    float[][] found = new float[ROWS][WIDTH];
    int entries = 0;
    for (int column = 0; column < WIDTH; column++) {
      for (int e = rows.columnStarts[column]; e < rows.columnStarts[column + 1]; e++) {
        if (e > rows.columnStarts[column]) {
          assertTrue(rows.rowOf[e - 1] < rows.rowOf[e], "rows ascend in column " + column);
        }
        found[batch[start + rows.rowOf[e]]][column] = rows.errors[e];
        assertEquals(rows.errors[e] * rows.rowScales[rows.rowOf[e]], rows.inputs[e], 1e-6);
        entries++;
      }
    }
    float[][] expected = new float[ROWS][WIDTH];
    int observed = 0;
    for (int b = start; b < end; b++) {
      int row = batch[b];
      for (int i = matrix.start(row); i < matrix.start(row + 1); i++) {
        expected[row][matrix.column(i)] =
            TRANSFORM.center(matrix.rating(i), matrix.column(i), TRANSFORM.rowBias(matrix, row));
        observed++;
      }
    }
    assertEquals(observed, entries);
    for (int row = 0; row < ROWS; row++) {
      assertArrayEquals(expected[row], found[row], 1e-6f);
    }
  }

  @Property(tries = 300)
  void dot_isTheInnerProduct_whateverTheLength(
      @ForAll long seed, @ForAll @IntRange(max = 40) int length) {
    Random random = new Random(seed);
    float[] x = new float[length];
    float[] y = new float[length];
    double expected = 0;
    for (int i = 0; i < length; i++) {
      x[i] = random.nextInt(9) - 4;
      y[i] = random.nextInt(9) - 4;
      expected += x[i] * y[i];
    }
    assertEquals(expected, Vectors.dot(x, y));
  }

  @Test
  void addScaled_changesTheFirstVectorOnly() {
    float[] y = {1, 2};
    float[] x = {10, 20};
    float[] z = {100, 200};
    Vectors.addScaled(y, 0.5f, x);
    assertArrayEquals(new float[] {6, 12}, y);
    Vectors.addScaled(y, 0.5f, x, 0.25f, z);
    assertArrayEquals(new float[] {36, 72}, y);
    assertArrayEquals(new float[] {10, 20}, x);
    assertArrayEquals(new float[] {100, 200}, z);
  }

  @Property(tries = 30)
  void workers_runEachPartOnce(
      @ForAll @IntRange(min = 1, max = 4) int threads, @ForAll @IntRange(max = 200) int parts) {
    try (Workers workers = new Workers(threads)) {
      AtomicIntegerArray runs = new AtomicIntegerArray(parts);
      workers.forEach(parts, runs::incrementAndGet);
      for (int part = 0; part < parts; part++) {
        assertEquals(1, runs.get(part));
      }
      assertEquals(threads, workers.threads());
    }
  }

  @Test
  void workers_passOnWhatAPartThrows() {
    try (Workers workers = new Workers(2)) {
      assertThrows(
          ArithmeticException.class,
          () ->
              workers.forEach(
                  10,
                  part -> {
                    if (part == 7) {
                      throw new ArithmeticException("part 7");
                    }
                  }));
    }
  }
}
