package io.autorec.server.inference;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.autorec.server.batching.BatchRunner;
import java.nio.FloatBuffer;

/**
 * The buffers for runs of a {@link ScoreGraph}, which every run reuses: an input, which the
 * subclass holds, and unclipped scores, [maxRows, width].
 *
 * <p>For one thread at a time. Batches of one graph may run at the same time.
 */
public abstract class ScoreBatch implements BatchRunner {
  private final Graph graph;
  private final String inputName;
  private final int width;
  private final FloatBuffer scores;
  private final float[] row;
  private Run lastRun = new Run(0, 0, 0, 0);

  /**
   * A run.
   *
   * @param number the number of the run in this batch's sequence
   * @param startNanos the start, on the clock of {@code System.nanoTime}
   */
  public record Run(long number, int rows, long startNanos, long endNanos) {}

  ScoreBatch(Graph graph, String inputName, int width, int maxRows) {
    this.graph = graph;
    this.inputName = inputName;
    this.width = width;
    this.scores = Graph.allocate(maxRows * width, Float.BYTES).asFloatBuffer();
    this.row = new float[width];
  }

  /** Length of a row of scores. */
  public final int width() {
    return width;
  }

  /**
   * The scores of a row of the last run, [width]. The caller may change the array; the next call
   * overwrites it.
   */
  public final float[] scores(int ofRow) {
    scores.get(ofRow * width, row);
    return row;
  }

  /** The scores at some positions of a row of the last run, aligned with the positions. */
  public final float[] scores(int ofRow, int[] positions) {
    float[] chosen = new float[positions.length];
    for (int i = 0; i < positions.length; i++) {
      chosen[i] = scores.get(ofRow * width + positions[i]);
    }
    return chosen;
  }

  @Override
  public final void run(int count) throws OrtException {
    long started = System.nanoTime();
    try (OnnxTensor input = input(count)) {
      graph.run(inputName, input, scores, count, width);
    }
    lastRun = new Run(lastRun.number + 1, count, started, System.nanoTime());
  }

  /** The last run that did not fail. */
  public final Run lastRun() {
    return lastRun;
  }

  /** The first rows of the input. */
  abstract OnnxTensor input(int count) throws OrtException;
}
