package io.autorec.trainer.training;

import io.autorec.trainer.evaluation.PredictionError;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.network.TrainedModel;
import io.autorec.trainer.network.TrainedNetwork;
import io.autorec.trainer.settings.HyperParameters;
import io.autorec.trainer.training.sparse.SparseReconstructor;
import io.autorec.trainer.training.step.Workers;

/**
 * The least result of a run: the user and item biases. With small data there may be nothing to
 * learn, and an epoch may look better by chance.
 */
record BiasFloor(RatingMatrix training, RatingMatrix validation, Workers workers) {
  /**
   * The least gain in standard errors. Two would suffice if the epoch had not been chosen on the
   * same ratings.
   */
  private static final double CLEARLY = 3;

  /**
   * Returns the model if it is clearly better than the biases on the validation ratings, or if
   * there are no such ratings; otherwise the biases.
   *
   * @param hyper the hyper-parameters of the model
   * @param epoch the epoch that the model was taken from
   */
  TrainingResult under(TrainedModel model, HyperParameters hyper, int epoch) {
    if (validation.size() == 0) {
      return new TrainingResult(model, hyper, epoch, null);
    }
    TrainedNetwork first = model.members().get(0).network();
    float[] ofModel = predict(model);
    float[] ofBiases = predict(TrainedModel.of(first.biases()));
    boolean better = PredictionError.clearlyBetter(ofModel, ofBiases, validation, CLEARLY);
    double rmse = PredictionError.of(better ? ofModel : ofBiases, training, validation).rmse();
    if (better) {
      return new TrainingResult(model, hyper, epoch, rmse);
    }
    return new TrainingResult(TrainedModel.of(first.biases()), hyper.biases(), 0, rmse);
  }

  private float[] predict(TrainedModel model) {
    return new SparseReconstructor(model, workers).predict(training, validation);
  }
}
