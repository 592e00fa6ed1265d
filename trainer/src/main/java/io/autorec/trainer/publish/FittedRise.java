package io.autorec.trainer.publish;

import io.autorec.foldin.FoldIn;
import io.autorec.model.ModelFormat;
import io.autorec.model.RatingScale;
import io.autorec.trainer.inference.OnnxModel;
import io.autorec.trainer.matrix.RatingMatrix;
import java.util.Arrays;

/**
 * Measures the accuracy that {@value ModelFormat#FOLD_IN_SCORES_FILE} loses with weights of fewer
 * bits. Columns are fitted to their training ratings, as if they were new. Then the graph and the
 * {@link FoldIn} itself predict their validation ratings.
 */
public final class FittedRise {
  /** The most columns that are fitted; a few hundred suffice to see a rise of a thousandth. */
  private static final int SAMPLED = 500;

  private FittedRise() {}

  /**
   * The RMSE of the graph minus that of the {@link FoldIn}; 0 if there is nothing to compare.
   *
   * @param training the training ratings, a row for each of the model's columns
   * @param validation the validation ratings in the same shape
   */
  public static double of(
      FoldIn foldIn, OnnxModel exported, RatingMatrix training, RatingMatrix validation) {
    RatingScale scale = exported.metadata().scale();
    double ofGraph = 0;
    double ofFoldIn = 0;
    int ratings = 0;
    int[] columns = validation.observedRows();
    int step = Math.max(1, columns.length / SAMPLED);
    for (int c = 0; c < columns.length; c += step) {
      float[] column = fit(foldIn, training, columns[c]);
      float[] scores = exported.fittedScores(column);
      for (int i = validation.start(columns[c]); i < validation.start(columns[c] + 1); i++) {
        int row = validation.column(i);
        float rating = validation.rating(i);
        ofGraph += Math.pow(scale.clip(scores[row]) - rating, 2);
        ofFoldIn += Math.pow(scale.clip(foldIn.predict(column, row)) - rating, 2);
        ratings++;
      }
    }
    return ratings == 0 ? 0 : Math.sqrt(ofGraph / ratings) - Math.sqrt(ofFoldIn / ratings);
  }

  private static float[] fit(FoldIn foldIn, RatingMatrix training, int column) {
    int[] rows = new int[training.count(column)];
    float[] ratings = new float[rows.length];
    int start = training.start(column);
    Arrays.setAll(rows, i -> training.column(start + i));
    for (int i = 0; i < rows.length; i++) {
      ratings[i] = training.rating(start + i);
    }
    return foldIn.fit(rows, ratings);
  }
}
