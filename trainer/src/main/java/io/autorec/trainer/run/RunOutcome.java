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
   * @param hyper the hyper-parameters of the model, with what the validation ratings have chosen
   * @param report what the run did, and its results
   */
  record Published(Path version, HyperParameters hyper, RunReport report) implements RunOutcome {
    /**
     * The epoch that was published; 0 if the model is the user and item biases, or if it was
     * trained on interactions.
     */
    public int epoch() {
      return report.bestEpoch();
    }

    /** The RMSE of the published model; null if there are no validation ratings. */
    public @Nullable Double validationRmse() {
      return report.validationRmse();
    }

    /** Its errors on the test ratings; null if there are none. */
    public @Nullable PredictionError test() {
      return report.test();
    }

    /** Errors of the baselines on the same ratings; null if there are none. */
    public RunReport.@Nullable Baselines baselines() {
      return report.baselines();
    }

    /** Whether the version can fit new users (item-based) or new items (user-based). */
    public boolean hasFoldIn() {
      return report.fitsNew();
    }

    /** The quality of its lists on the test ratings; null if none of them is relevant. */
    public @Nullable RankingComparison lists() {
      return report.lists();
    }
  }
}
