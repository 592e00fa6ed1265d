package io.autorec.server.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.fixture.Graphs;
import io.autorec.model.RatingScale;
import io.autorec.model.RowEncoding;
import io.autorec.model.graph.GraphFile;
import io.autorec.server.batching.BatchLimits;
import io.autorec.server.batching.BatchListener;
import io.autorec.server.batching.Batcher;
import io.autorec.server.batching.Job;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows that share a batch, in buffers that are used again and again, against rows alone. */
class ScoreGraphIT {
  private static final int WIDTH = 67;
  private static final int MAX_ROWS = 8;

  /** A kernel for one row adds up in another order than one for several. */
  private static final float TOLERANCE = 1e-5f;

  private final Random random = new Random(1);
  private final float[][] weights = new float[WIDTH][WIDTH];
  private final float[] bias = new float[WIDTH];
  private ScoreGraph<RowBatch> graph;

  @BeforeEach
  void open() throws Exception {
    for (int i = 0; i < WIDTH; i++) {
      bias[i] = (float) random.nextGaussian();
      for (int j = 0; j < WIDTH; j++) {
        weights[i][j] = (float) random.nextGaussian() / WIDTH;
      }
    }
    byte[] bytes = Graphs.rows(weights, bias, new RatingScale(1, 5), Map.of());
    graph =
        ScoreGraph.ofRows(
            GraphFile.of("model.onnx", ByteBuffer.allocateDirect(bytes.length).put(bytes).flip()),
            WIDTH,
            new SessionOptions(DeviceChoice.CPU, 2, RunThreads.always(1), MAX_ROWS, false));
  }

  @AfterEach
  void close() {
    graph.close();
  }

  @Test
  void run_givesEachRowWhatItGetsAlone_whateverSharesItsBatch() throws Exception {
    BatchLimits limits = new BatchLimits(MAX_ROWS, 4096);
    List<RowJob> jobs = new ArrayList<>();
    List<CompletableFuture<float[]>> answers = new ArrayList<>();
    try (Batcher<RowBatch> batcher =
        new Batcher<>("test", limits, graph.batches(), System::nanoTime, BatchListener.NONE)) {
      for (int i = 0; i < 2000; i++) {
        RowJob job = new RowJob(randomRow(), random.nextInt(10) == 0);
        jobs.add(job);
        answers.add(batcher.submit(job));
      }
    }
    int completed = 0;
    for (int i = 0; i < jobs.size(); i++) {
      try {
        float[] answer = answers.get(i).get(10, TimeUnit.SECONDS);
        completed++;
        assertArrayEquals(alone(jobs.get(i).ratings()), answer, TOLERANCE, "row " + i);
      } catch (ExecutionException e) {
        assertTrue(jobs.get(i).cancelled(), "row " + i + ": " + e);
      }
    }
    assertTrue(completed > 1000, completed + " completed");
  }

  private float[] alone(Map<Integer, Float> ratings) {
    float[] scores = new float[WIDTH];
    for (int column = 0; column < WIDTH; column++) {
      double sum = bias[column];
      for (Map.Entry<Integer, Float> rating : ratings.entrySet()) {
        sum += rating.getValue() * weights[rating.getKey()][column];
      }
      scores[column] = (float) sum;
    }
    return scores;
  }

  private Map<Integer, Float> randomRow() {
    Map<Integer, Float> row = new TreeMap<>();
    for (int i = random.nextInt(WIDTH); i >= 0; i--) {
      row.put(random.nextInt(WIDTH), 1 + random.nextInt(9) / 2f);
    }
    return row;
  }

  private record RowJob(Map<Integer, Float> ratings, boolean cancelled)
      implements Job<RowBatch, float[]> {
    @Override
    public int rows() {
      return 1;
    }

    @Override
    public long deadlineNanos() {
      return Long.MAX_VALUE;
    }

    @Override
    public void encode(RowBatch batch, int firstRow) {
      ratings.forEach(
          (column, rating) -> RowEncoding.observe(batch.rows(), firstRow, WIDTH, column, rating));
    }

    @Override
    public float[] decode(RowBatch batch, int firstRow) {
      return batch.scores(firstRow).clone();
    }

    @Override
    public void forget(RowBatch batch, int firstRow) {
      ratings.keySet().forEach(column -> RowEncoding.forget(batch.rows(), firstRow, WIDTH, column));
    }
  }
}
