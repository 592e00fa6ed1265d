package io.autorec.trainer.report;

import io.autorec.model.Orientation;
import io.autorec.model.RatingScale;
import io.autorec.trainer.evaluation.EpochResult;
import io.autorec.trainer.evaluation.PredictionError;
import io.autorec.trainer.evaluation.TrialResult;
import io.autorec.trainer.ranking.RankingComparison;
import io.autorec.trainer.ratings.Feedback;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a training run did, and its results.
 *
 * @param name the model's name
 * @param title one line that names the run
 * @param feedback what the run was trained on
 * @param orientation what a row of the network is
 * @param scale the scale of the ratings
 * @param fitsNew whether the version fits new users (item-based) or new items (user-based)
 * @param settings every setting, by name, in reading order
 * @param data the shape of the data and the split, by name, in reading order
 * @param profile what the ratings look like
 * @param epochs every epoch; empty if no network was trained
 * @param trials every training; empty if no network was trained
 * @param bestEpoch the epoch that was published; 0 if there is none
 * @param validationRmse the validation RMSE of the model; null if nothing was held out for it
 * @param validationBaselines errors of the baselines on the same ratings; null likewise
 * @param test errors on the test ratings; null if none were held out
 * @param baselines errors of the baselines on the same ratings; null if none were held out
 * @param lists the quality of lists on the test ratings; null if none of them is relevant
 * @param examples some users and their lists
 */
@RecordBuilder
public record RunReport(
    String name,
    String title,
    Feedback feedback,
    Orientation orientation,
    RatingScale scale,
    boolean fitsNew,
    Map<String, String> settings,
    Map<String, String> data,
    DataProfile profile,
    List<EpochResult> epochs,
    List<TrialResult> trials,
    int bestEpoch,
    @Nullable Double validationRmse,
    @Nullable Baselines validationBaselines,
    @Nullable PredictionError test,
    @Nullable Baselines baselines,
    @Nullable RankingComparison lists,
    List<ExampleUser> examples) {

  /**
   * RMSE of the baselines.
   *
   * @param globalMean of predicting the mean of the training ratings
   * @param bias of global mean + user bias + item bias
   */
  public record Baselines(double globalMean, double bias) {}

  /** Returns true if networks were trained, and none was clearly better than the biases. */
  boolean isBiases() {
    return !feedback.isImplicit() && bestEpoch == 0;
  }
}
