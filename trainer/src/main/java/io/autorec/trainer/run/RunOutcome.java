package io.autorec.trainer.run;

import io.autorec.trainer.evaluation.PredictionError;
import io.autorec.trainer.ranking.RankingComparison;
import io.autorec.trainer.report.RunReport;
import io.autorec.trainer.settings.HyperParameters;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The end of a run. A run that fails throws. */
public sealed interface RunOutcome {
  /**
   * The run was stopped between two batches, and nothing was published.
   *
   * @param state the file from which {@link RunSettings#resumed} continues; null for a run on
   *     interactions, which starts anew
   */
  record Stopped(@Nullable Path state) implements RunOutcome {}

  /**
   * The run trained to its end, and published.
   *
   * @param version {@code <models>/<name>/<version>}
   * @param epoch the epoch that was published; 0 if the model is the user and item biases, or if it
   *     was trained on interactions
   * @param hyper the hyper-parameters of the model, with what the validation ratings have chosen
   * @param validationRmse the RMSE of the published model; null if there are no validation ratings
   * @param test its errors on the test ratings; null if there are none
   * @param baselines errors of the baselines on the same ratings; null if there are none
   * @param hasFoldIn whether the version can fit new users (item-based) or new items (user-based)
   * @param lists the quality of its lists on the test ratings; null if none of them is relevant
   */
  record Published(
      Path version,
      int epoch,
      HyperParameters hyper,
      @Nullable Double validationRmse,
      @Nullable PredictionError test,
      RunReport.@Nullable Baselines baselines,
      boolean hasFoldIn,
      @Nullable RankingComparison lists)
      implements RunOutcome {}
}
