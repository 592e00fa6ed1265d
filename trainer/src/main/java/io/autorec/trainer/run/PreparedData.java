package io.autorec.trainer.run;

import io.autorec.model.Orientation;
import io.autorec.model.RatingScale;
import io.autorec.trainer.evaluation.BiasBaseline;
import io.autorec.trainer.evaluation.PredictionError;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.matrix.RatingSplit;
import io.autorec.trainer.network.RowTransform;
import io.autorec.trainer.ratings.RatingTable;
import io.autorec.trainer.report.RunReport;
import io.autorec.trainer.settings.HyperParameters;
import io.autorec.trainer.settings.TrainingSettings;
import io.autorec.trainer.training.Trainer;
import io.autorec.trainer.training.TrainingDevice;
import io.autorec.trainer.training.TrainingState;
import org.jspecify.annotations.Nullable;

/**
 * One split of the ratings, ready to train on and to measure with. All statistics are those of the
 * training part alone.
 *
 * @param orientation what a row is
 * @param training the ratings that the network sees
 * @param validation the ratings that the stopping epoch is chosen on
 * @param test the ratings on which nothing is chosen
 * @param hyper the settings, with the choices that depend on the data
 * @param baseline fitted to the training ratings
 * @param transform the transform between ratings and the network
 */
public record PreparedData(
    Orientation orientation,
    RatingMatrix training,
    RatingMatrix validation,
    RatingMatrix test,
    HyperParameters hyper,
    BiasBaseline baseline,
    RowTransform transform) {

  /**
   * Arranges the parts of a split as matrices, and fits the baseline.
   *
   * @param scale the scale of the ratings
   */
  public static PreparedData of(
      RatingTable table, RatingScale scale, RatingSplit split, TrainingSettings settings) {
    Orientation orientation = settings.orientation();
    RatingMatrix training = RatingMatrix.of(table, split.training(), orientation);
    HyperParameters hyper = settings.hyperParameters(training, split.validation().length > 0);
    return of(
        orientation,
        training,
        RatingMatrix.of(table, split.validation(), orientation),
        RatingMatrix.of(table, split.test(), orientation),
        hyper,
        scale);
  }

  private static PreparedData of(
      Orientation orientation,
      RatingMatrix training,
      RatingMatrix validation,
      RatingMatrix test,
      HyperParameters hyper,
      RatingScale scale) {
    return of(orientation, training, validation, test, hyper, scale, BiasBaseline.fit(training));
  }

  private static PreparedData of(
      Orientation orientation,
      RatingMatrix training,
      RatingMatrix validation,
      RatingMatrix test,
      HyperParameters hyper,
      RatingScale scale,
      BiasBaseline baseline) {
    RowTransform transform =
        new RowTransform(
            hyper.centering(),
            scale,
            baseline.globalMean(),
            baseline.columnBiases(),
            training.coldColumns(),
            baseline.rowDamping(),
            hyper.inputExponent(),
            (double) training.size() / training.observedRows().length);
    return new PreparedData(orientation, training, validation, test, hyper, baseline, transform);
  }

  /** The same data for other settings of the same orientation. */
  PreparedData with(TrainingSettings settings) {
    return of(
        orientation,
        training,
        validation,
        test,
        settings.hyperParameters(training, validation.size() > 0),
        transform.scale(),
        baseline);
  }

  /** The same data, with the validation ratings among those to train on. */
  PreparedData withValidation() {
    return of(orientation, training.with(validation), validation, test, hyper, transform.scale());
  }

  /** A trainer for these data. It starts anew or continues from a state. */
  Trainer trainer(TrainingDevice device, int threads, @Nullable TrainingState resumed) {
    return new Trainer(device, threads, hyper, transform, training, validation, resumed);
  }

  /** The errors of the baselines; null if there is nothing to measure on. */
  RunReport.@Nullable Baselines baselines(RatingMatrix heldOut) {
    return heldOut.size() == 0
        ? null
        : new RunReport.Baselines(meanRmse(heldOut), biasRmse(heldOut));
  }

  /** The RMSE of the mean of the training ratings. */
  double meanRmse(RatingMatrix heldOut) {
    double mean = baseline.globalMean();
    return PredictionError.ofBaseline((row, column) -> mean, training, heldOut).rmse();
  }

  /** The RMSE of the user+item bias baseline, clipped to the scale. */
  double biasRmse(RatingMatrix heldOut) {
    return PredictionError.ofBaseline(
            (row, column) -> transform.scale().clip((float) baseline.predict(row, column)),
            training,
            heldOut)
        .rmse();
  }
}
