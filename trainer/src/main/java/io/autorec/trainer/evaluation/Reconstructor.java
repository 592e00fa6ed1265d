package io.autorec.trainer.evaluation;

import io.autorec.trainer.matrix.RatingMatrix;
import java.util.Arrays;

/** A trained network, run by any engine. */
public interface Reconstructor {
  /** The number of rows that {@link #predict} reconstructs at a time. */
  int BATCH_ROWS = 256;

  /**
   * Reconstructs some rows.
   *
   * @param input the ratings the network may see
   * @param rows rows of {@code input}, at least one
   * @return [rows.length, width], clipped to the rating scale
   */
  float[] reconstruct(RatingMatrix input, int[] rows);

  /**
   * Predicts single ratings.
   *
   * @param input the ratings the network may see
   * @param wanted the ratings to predict, in the same shape
   * @return a prediction for each entry of {@code wanted}, clipped to the rating scale
   */
  default float[] predict(RatingMatrix input, RatingMatrix wanted) {
    float[] predictions = new float[wanted.size()];
    int[] rows = wanted.observedRows();
    for (int from = 0; from < rows.length; from += BATCH_ROWS) {
      int[] batch = Arrays.copyOfRange(rows, from, Math.min(rows.length, from + BATCH_ROWS));
      float[] reconstruction = reconstruct(input, batch);
      for (int b = 0; b < batch.length; b++) {
        for (int i = wanted.start(batch[b]); i < wanted.start(batch[b] + 1); i++) {
          predictions[i] = reconstruction[b * wanted.width() + wanted.column(i)];
        }
      }
    }
    return predictions;
  }
}
