package io.autorec.trainer.training;

import io.autorec.trainer.evaluation.PredictionError;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.recipe.Centering;
import io.autorec.trainer.recipe.HyperParameters;
import io.autorec.trainer.recipe.NetworkWeights;
import io.autorec.trainer.recipe.RowTransform;
import io.autorec.trainer.recipe.TrainedModel;
import io.autorec.trainer.recipe.TrainedNetwork;

/**
 * The least that a run comes to: the user and item biases. Small data may hold nothing to learn,
 * and an epoch that looks better by chance.
 */
record BiasFloor(RatingMatrix training, RatingMatrix validation, Workers workers) {
  /**
   * The model if it is clearly better than the biases on the validation ratings, or if there are
   * none; otherwise the biases.
   *
   * @param epoch that the model was taken from
   */
  TrainingResult under(TrainedModel model, int epoch) {
    if (validation.size() == 0) {
      return new TrainingResult(model, epoch, null);
    }
    TrainedNetwork first = model.members().get(0).network();
    float[] ofModel = predict(model);
    float[] ofBiases = predict(biases(first, 1));
    boolean better = PredictionError.clearlyBetter(ofModel, ofBiases, validation);
    double rmse = PredictionError.of(better ? ofModel : ofBiases, training, validation).rmse();
    return better
        ? new TrainingResult(model, epoch, rmse)
        : new TrainingResult(biases(first, first.hyper().hiddenUnits()), 0, rmse);
  }

  private float[] predict(TrainedModel model) {
    return new SparseReconstructor(model, workers).predict(training, validation);
  }

  /** Without weights, a network that is centred by bias is the bias baseline. */
  private static TrainedModel biases(TrainedNetwork network, int units) {
    HyperParameters hyper = network.hyper().biases(units);
    RowTransform transform = network.transform().with(Centering.BIAS);
    NetworkWeights none =
        NetworkWeights.zeros(transform.width(), units, network.hyper().maskEncoder());
    return TrainedModel.of(new TrainedNetwork(hyper, transform, none));
  }
}
