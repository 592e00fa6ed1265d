package io.autorec.trainer.evaluation;

import io.autorec.model.ModelFormatException;
import io.autorec.model.RatingScale;
import io.autorec.trainer.matrix.RatingMatrix;
import java.util.List;

/**
 * The errors of a model on the hidden ratings of newcomers.
 *
 * @param ratings the number of ratings that were predicted
 * @param rmse the RMSE of the model, after clipping
 * @param biasRmse the RMSE of the global mean plus the biases of user and item, see {@link
 *     BiasBaseline}
 */
public record NewcomerError(long ratings, double rmse, double biasRmse) {
  /** Predicts the ratings of a newcomer. */
  @FunctionalInterface
  public interface Predictor {
    /**
     * Predicts the rating of every item, or by every user, from some ratings. The predictions may
     * be unclipped.
     */
    float[] predict(Newcomer.Ratings given) throws ModelFormatException;
  }

  /**
   * Predicts all hidden ratings.
   *
   * @param training the ratings that the model was fitted to: for new users a row for each item,
   *     for new items a row for each user
   */
  public static NewcomerError of(
      Predictor model, List<Newcomer> newcomers, RatingMatrix training, RatingScale scale)
      throws ModelFormatException {
    BiasBaseline baseline = BiasBaseline.fit(training);
    long ratings = 0;
    double squares = 0;
    double biasSquares = 0;
    for (Newcomer newcomer : newcomers) {
      float[] predictions = model.predict(newcomer.given());
      Newcomer.Ratings given = newcomer.given();
      double ownBias = baseline.columnBias(given.positions(), given.values());
      Newcomer.Ratings hidden = newcomer.hidden();
      for (int i = 0; i < hidden.positions().length; i++) {
        int row = hidden.positions()[i];
        double byModel = scale.clip(predictions[row]) - hidden.values()[i];
        double mean = baseline.globalMean() + baseline.rowBiases()[row];
        double byBias = scale.clip((float) (mean + ownBias)) - hidden.values()[i];
        squares += byModel * byModel;
        biasSquares += byBias * byBias;
        ratings++;
      }
    }
    return new NewcomerError(
        ratings, Math.sqrt(squares / ratings), Math.sqrt(biasSquares / ratings));
  }
}
