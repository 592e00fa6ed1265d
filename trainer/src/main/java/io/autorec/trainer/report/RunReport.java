package io.autorec.trainer.report;

import io.autorec.trainer.evaluation.EpochResult;
import io.autorec.trainer.evaluation.PredictionError;
import io.autorec.trainer.evaluation.TrialResult;
import io.autorec.trainer.ranking.RankingComparison;
import io.autorec.trainer.ratings.Feedback;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a training run did, and its results.
 *
 * @param title one line that names the run
 * @param feedback what the run was trained on
 * @param settings every setting, by name, in reading order
 * @param data the shape of the data and the split, by name, in reading order
 * @param epochs every epoch; empty if no network was trained
 * @param trials every training; empty if no network was trained
 * @param bestEpoch the epoch that was published; 0 if there is none
 * @param test errors on the test ratings; null if none were held out
 * @param baselines errors of the baselines on the same ratings; null if none were held out
 * @param lists the quality of lists on the test ratings; null if none of them is relevant
 */
public record RunReport(
    String title,
    Feedback feedback,
    Map<String, String> settings,
    Map<String, String> data,
    List<EpochResult> epochs,
    List<TrialResult> trials,
    int bestEpoch,
    @Nullable PredictionError test,
    @Nullable Baselines baselines,
    @Nullable RankingComparison lists) {

  /**
   * Test RMSE of the baselines.
   *
   * @param globalMean of predicting the mean of the training ratings
   * @param bias of global mean + user bias + item bias
   */
  public record Baselines(double globalMean, double bias) {}
}
