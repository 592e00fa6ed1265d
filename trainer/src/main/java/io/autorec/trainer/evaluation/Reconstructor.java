package io.autorec.trainer.evaluation;

import io.autorec.trainer.matrix.RatingMatrix;

/** A trained network, whatever runs it. */
public interface Reconstructor {
  /**
   * Reconstructs some rows.
   *
   * @param input the ratings the network may see
   * @param rows rows of {@code input}, at least one
   * @return [rows.length, width], clipped to the rating scale
   */
  float[] reconstruct(RatingMatrix input, int[] rows);
}
