package io.autorec.trainer.publish;

import io.autorec.foldin.FoldIn;
import io.autorec.model.Orientation;
import io.autorec.trainer.evaluation.PredictionError;
import io.autorec.trainer.inference.OnnxModel;
import io.autorec.trainer.matrix.RatingMatrix;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.LongStream;

/** The error of graphs with 8-bit weights, the largest of all the ways that they predict. */
public final class QuantizedError {
  private static final int USERS_AT_ONCE = 256;

  private QuantizedError() {}

  /**
   * The RMSE on the validation ratings.
   *
   * @param exported the graphs
   * @param foldIn what fits new columns, if anything does
   * @param training the ratings that the graphs are fed, in the rows of the model
   * @param before the RMSE with 32-bit weights
   */
  public static double rmse(
      OnnxModel exported,
      Orientation orientation,
      Optional<FoldIn> foldIn,
      RatingMatrix training,
      RatingMatrix validation,
      double before)
      throws IOException {
    double rmse = PredictionError.of(exported, training, validation).rmse();
    if (orientation == Orientation.ITEM) {
      float[] byUsers = predictByUsers(exported, validation);
      rmse = Math.max(rmse, PredictionError.of(byUsers, training, validation).rmse());
    }
    if (foldIn.isPresent()) {
      double rise =
          FittedRise.of(foldIn.get(), exported, training.transposed(), validation.transposed());
      rmse = Math.max(rmse, before + rise);
    }
    return rmse;
  }

  /** Predicts ratings as the server does for known users: aligned with them, clipped. */
  private static float[] predictByUsers(OnnxModel exported, RatingMatrix wanted) {
    float[] predictions = new float[wanted.size()];
    int items = wanted.rows();
    for (int from = 0; from < wanted.width(); from += USERS_AT_ONCE) {
      int to = Math.min(wanted.width(), from + USERS_AT_ONCE);
      float[] scores = exported.userScores(LongStream.range(from, to).toArray());
      for (int item = 0; item < items; item++) {
        for (int i = wanted.start(item); i < wanted.start(item + 1); i++) {
          int user = wanted.column(i);
          if (user >= from && user < to) {
            float score = scores[(user - from) * items + item];
            predictions[i] = exported.metadata().scale().clip(score);
          }
        }
      }
    }
    return predictions;
  }
}
