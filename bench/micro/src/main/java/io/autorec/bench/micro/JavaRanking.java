package io.autorec.bench.micro;

import io.autorec.ranking.RankedItems;
import java.nio.FloatBuffer;

/** The server's ranking, row after row: what is left out is marked in a copy of the row. */
final class JavaRanking implements Ranking {
  private final FloatBuffer scores;
  private final float[] row;
  private final int[][] rated;
  private final int[][] candidates;
  private final int topN;

  private JavaRanking(float[] scores, int[][] rated, int[][] candidates, int topN) {
    int batch = rated.length;
    this.scores = OpenGraph.floats(scores.length).put(0, scores);
    this.row = new float[scores.length / batch];
    this.rated = rated;
    this.candidates = candidates;
    this.topN = topN;
  }

  /**
   * Chooses from all items but those rated.
   *
   * @param scores [batch, items]
   * @param rated [batch, rated]
   */
  static Ranking ofAll(float[] scores, int[][] rated, int topN) {
    return new JavaRanking(scores, rated, new int[0][], topN);
  }

  /**
   * Chooses from candidates that are not rated.
   *
   * @param scores [batch, items]
   * @param candidates [batch, candidates], ascending in each row
   */
  static Ranking ofCandidates(float[] scores, int[][] candidates, int topN) {
    return new JavaRanking(scores, new int[candidates.length][0], candidates, topN);
  }

  @Override
  public int[][] rank() {
    int[][] best = new int[rated.length][];
    for (int i = 0; i < best.length; i++) {
      best[i] = candidates.length == 0 ? bestOfAll(i) : bestOf(candidates[i], i * row.length);
    }
    return best;
  }

  private int[] bestOfAll(int i) {
    scores.get(i * row.length, row);
    for (int item : rated[i]) {
      row[item] = RankedItems.LEFT_OUT;
    }
    return RankedItems.best(row, topN).items();
  }

  private int[] bestOf(int[] items, int offset) {
    float[] chosen = new float[items.length];
    for (int j = 0; j < items.length; j++) {
      chosen[j] = scores.get(offset + items[j]);
    }
    int[] best = RankedItems.best(chosen, topN).items();
    for (int j = 0; j < best.length; j++) {
      best[j] = items[best[j]];
    }
    return best;
  }

  @Override
  public void close() {}
}
