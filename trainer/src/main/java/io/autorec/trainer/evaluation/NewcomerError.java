package io.autorec.trainer.evaluation;

import io.autorec.model.ModelFormatException;
import io.autorec.model.RatingScale;
import io.autorec.trainer.matrix.RatingMatrix;
import java.util.List;

/**
 * How well the hidden ratings of newcomers are predicted.
 *
 * @param ratings that were predicted
 * @param rmse of the model, after clipping
 * @param biasRmse of the global mean plus the biases of user and item, see {@link BiasBaseline}
 */
public record NewcomerError(long ratings, double rmse, double biasRmse) {
  /** Says what a model expects of someone. */
  @FunctionalInterface
  public interface Predictor {
    /** The prediction of every item from some ratings; may be unclipped. */
    float[] predict(Newcomer.Ratings given) throws ModelFormatException;
  }

  /**
   * Predicts all that is hidden.
   *
   * @param training the ratings the model was fitted to, a row for each item
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
      double userBias = userBias(baseline, newcomer.given());
      Newcomer.Ratings hidden = newcomer.hidden();
      for (int i = 0; i < hidden.items().length; i++) {
        int item = hidden.items()[i];
        double byModel = scale.clip(predictions[item]) - hidden.values()[i];
        double mean = baseline.globalMean() + baseline.rowBiases()[item];
        double byBias = scale.clip((float) (mean + userBias)) - hidden.values()[i];
        squares += byModel * byModel;
        biasSquares += byBias * byBias;
        ratings++;
      }
    }
    return new NewcomerError(
        ratings, Math.sqrt(squares / ratings), Math.sqrt(biasSquares / ratings));
  }

  private static double userBias(BiasBaseline baseline, Newcomer.Ratings given) {
    double sum = 0;
    for (int i = 0; i < given.items().length; i++) {
      sum += given.values()[i] - baseline.globalMean() - baseline.rowBiases()[given.items()[i]];
    }
    return sum / (given.items().length + BiasBaseline.DAMPING);
  }
}
