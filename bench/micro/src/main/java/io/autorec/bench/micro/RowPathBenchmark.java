package io.autorec.bench.micro;

import io.autorec.model.RowEncoding;
import io.autorec.model.UserRatings;
import io.autorec.server.request.InputRow;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * 150 ratings into a row of a batch and out again, beside clearing the whole row first. The rows of
 * the batch take turns.
 */
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RowPathBenchmark extends MicroBenchmark {
  private static final int BATCH = 32;
  private static final int RATINGS = 150;

  /** Length of a row. */
  @Param({"3706", "60000"})
  int width;

  private FloatBuffer rows;
  private List<InputRow> sparse;
  private UserRatings stored;
  private float[] clean;
  private int row;

  /** Draws a user for each row of the batch. */
  @Setup
  public void draw() {
    rows = OpenGraph.floats(BATCH * width);
    RowEncoding.clear(rows);
    clean = new float[width];
    Arrays.fill(clean, RowEncoding.UNOBSERVED);
    int[][] items = RatedItems.draw(BATCH, width, RATINGS);
    sparse = Arrays.stream(items).map(RowPathBenchmark::sparse).toList();
    int[] all = Arrays.stream(items).flatMapToInt(Arrays::stream).toArray();
    float[] ratings = new float[all.length];
    Arrays.fill(ratings, 3);
    stored =
        new UserRatings(
            IntStream.rangeClosed(0, BATCH).map(user -> user * RATINGS).toArray(), all, ratings);
  }

  private static InputRow sparse(int[] items) {
    float[] ratings = new float[items.length];
    for (int i = 0; i < items.length; i++) {
      ratings[i] = RatedItems.rating(items[i]);
    }
    return new InputRow(items, ratings, List.of());
  }

  private int nextRow() {
    row = (row + 1) % BATCH;
    return row;
  }

  private FloatBuffer encodeAndForget(InputRow content, int at) {
    content.encode(rows, at, width);
    content.forget(rows, at, width);
    return rows;
  }

  /** Ratings of a request. */
  @Benchmark
  public FloatBuffer sparseRow() {
    int at = nextRow();
    return encodeAndForget(sparse.get(at), at);
  }

  /** Ratings of a known user; a record for each call, as in the server. */
  @Benchmark
  public FloatBuffer storedRow() {
    int at = nextRow();
    return encodeAndForget(InputRow.of(stored, at), at);
  }

  /** The row cleared entry by entry instead of forgotten. */
  @Benchmark
  public FloatBuffer sparseRowCleared() {
    int at = nextRow();
    sparse.get(at).encode(rows, at, width);
    RowEncoding.clear(rows.slice(at * width, width));
    return rows;
  }

  /** The row cleared by one copy instead of forgotten. */
  @Benchmark
  public FloatBuffer sparseRowCopiedOver() {
    int at = nextRow();
    sparse.get(at).encode(rows, at, width);
    return rows.put(at * width, clean);
  }
}
