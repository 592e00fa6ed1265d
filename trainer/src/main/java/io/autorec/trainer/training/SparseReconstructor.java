package io.autorec.trainer.training;

import io.autorec.trainer.evaluation.Reconstructor;
import io.autorec.trainer.matrix.RatingMatrix;

/** Predicts on the processor, and only what is asked for. */
record SparseReconstructor(SparseLayers layers, Workers workers) implements Reconstructor {
  @Override
  public float[] predict(RatingMatrix input, RatingMatrix wanted) {
    float[] predictions = new float[wanted.size()];
    int[] rows = wanted.observedRows();
    workers.forEach(
        rows.length,
        part -> {
          int row = rows[part];
          float rowBias = layers.transform().rowBias(input, row);
          float[] units = layers.hidden(input, row, rowBias);
          for (int i = wanted.start(row); i < wanted.start(row + 1); i++) {
            predictions[i] = layers.prediction(input, row, units, wanted.column(i), rowBias);
          }
        });
    return predictions;
  }

  @Override
  public float[] reconstruct(RatingMatrix input, int[] rows) {
    int width = layers.transform().width();
    float[] result = new float[rows.length * width];
    workers.forEach(
        rows.length,
        part -> {
          float rowBias = layers.transform().rowBias(input, rows[part]);
          float[] units = layers.hidden(input, rows[part], rowBias);
          for (int column = 0; column < width; column++) {
            result[part * width + column] =
                layers.prediction(input, rows[part], units, column, rowBias);
          }
        });
    return result;
  }
}
