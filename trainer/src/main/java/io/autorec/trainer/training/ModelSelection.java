package io.autorec.trainer.training;

import io.autorec.trainer.evaluation.PredictionError;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.network.TrainedModel;
import io.autorec.trainer.network.TrainedNetwork;
import io.autorec.trainer.settings.HyperParameters;
import io.autorec.trainer.settings.HyperParametersBuilder;
import io.autorec.trainer.settings.Selection;
import io.autorec.trainer.training.sparse.SparseReconstructor;
import io.autorec.trainer.training.step.Workers;

/** Chooses the shares of trained networks and of the biases on the validation ratings. */
record ModelSelection(RatingMatrix training, RatingMatrix validation, Workers workers) {
  /**
   * A mixture costs twice as much to serve as networks of one kind. So it has to be better by this
   * many standard errors.
   */
  private static final double BETTER = 1;

  /**
   * A model and how it came to be.
   *
   * @param hyper its hyper-parameters, with nothing left to choose
   */
  record Selected(TrainedModel model, HyperParameters hyper) {}

  /**
   * Chooses among the networks on raw ratings, the residual networks beside the biases, and the
   * best mixture of all three.
   *
   * @param raw the mean of the networks on raw ratings
   * @param residual the mean of the networks centred by bias
   */
  Selected select(TrainedNetwork raw, TrainedNetwork residual, HyperParameters hyper) {
    float[] ofBiases = predict(TrainedModel.of(residual.scaled(0)));
    float[] ofRaw = predict(TrainedModel.of(raw));
    float[] ofResidual = predict(TrainedModel.of(residual));
    Shares shrunk = new Shares(0, Shares.best(ofResidual, ofBiases, validation).first());
    Shares single = new Shares(1, 0);
    float[] best = ofRaw;
    float[] ofShrunk = predict(mixture(raw, residual, shrunk));
    if (rmse(ofShrunk) < rmse(ofRaw)) {
      single = shrunk;
      best = ofShrunk;
    }
    Shares mixed = Shares.best(ofRaw, ofResidual, ofBiases, validation);
    boolean isBetter =
        mixed.first() > 0
            && PredictionError.clearlyBetter(
                predict(mixture(raw, residual, mixed)), best, validation, BETTER);
    Shares chosen = isBetter ? mixed : single;
    return new Selected(mixture(raw, residual, chosen), settled(hyper, chosen));
  }

  /** The model with given shares. */
  static TrainedModel mixture(TrainedNetwork raw, TrainedNetwork residual, Shares shares) {
    double rest = 1 - shares.first();
    if (rest == 0) {
      return TrainedModel.of(raw);
    }
    TrainedNetwork shrunk = residual.scaled(Math.min(1, shares.second() / rest));
    return shares.first() == 0 ? TrainedModel.of(shrunk) : TrainedModel.of(raw, shrunk, rest);
  }

  private static HyperParameters settled(HyperParameters hyper, Shares shares) {
    if (shares.first() == 0 && shares.second() == 0) {
      return HyperParametersBuilder.builder(hyper.biases()).selection(Selection.NONE).build();
    }
    HyperParameters start = shares.first() == 0 ? hyper.residual() : hyper;
    return HyperParametersBuilder.builder(start)
        .residualShare(shares.first() == 0 ? 0 : shares.second())
        .biasShare(Math.max(0, 1 - shares.first() - shares.second()))
        .selection(Selection.NONE)
        .build();
  }

  private double rmse(float[] predictions) {
    return PredictionError.of(predictions, training, validation).rmse();
  }

  private float[] predict(TrainedModel model) {
    return new SparseReconstructor(model, workers).predict(training, validation);
  }
}
