package io.autorec.trainer.cli;

import io.autorec.model.Orientation;
import io.autorec.model.RatingScale;
import io.autorec.trainer.evaluation.BiasBaseline;
import io.autorec.trainer.evaluation.PredictionError;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.matrix.RatingSplit;
import io.autorec.trainer.network.RowTransform;
import io.autorec.trainer.ratings.RatingTable;
import io.autorec.trainer.settings.HyperParameters;

/**
 * What a network is fitted to and measured on, all from the training part of one split.
 *
 * @param orientation what a row is
 * @param training the ratings the network sees
 * @param validation the ratings the stopping epoch is chosen on
 * @param test the ratings nothing is chosen on
 * @param baseline fitted to the training ratings
 * @param transform what stands around the network
 */
record Fitting(
    Orientation orientation,
    RatingMatrix training,
    RatingMatrix validation,
    RatingMatrix test,
    HyperParameters hyper,
    BiasBaseline baseline,
    RowTransform transform) {

  /** Arranges the parts of a split; the options say what a row is and how to train. */
  static Fitting of(RatingTable table, RatingSplit split, TrainingOptions options) {
    Orientation orientation = options.orientation;
    RatingMatrix training = RatingMatrix.of(table, split.training(), orientation);
    HyperParameters hyper = options.toHyperParameters(training);
    BiasBaseline baseline = BiasBaseline.fit(training);
    RowTransform transform =
        new RowTransform(
            hyper.centering(),
            scaleOf(table),
            baseline.globalMean(),
            baseline.columnBiases(),
            training.coldColumns(),
            BiasBaseline.DAMPING,
            hyper.inputExponent(),
            (double) training.size() / training.observedRows().length);
    return new Fitting(
        orientation,
        training,
        RatingMatrix.of(table, split.validation(), orientation),
        RatingMatrix.of(table, split.test(), orientation),
        hyper,
        baseline,
        transform);
  }

  /** RMSE of the user+item bias baseline, clipped to the scale. */
  double biasRmse(RatingMatrix heldOut) {
    return PredictionError.ofBaseline(
            (row, column) -> transform.scale().clip((float) baseline.predict(row, column)),
            training,
            heldOut)
        .rmse();
  }

  private static RatingScale scaleOf(RatingTable table) {
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < table.size(); i++) {
      min = Math.min(min, table.rating(i));
      max = Math.max(max, table.rating(i));
    }
    return new RatingScale(min, max);
  }
}
