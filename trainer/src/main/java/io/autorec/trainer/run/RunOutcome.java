package io.autorec.trainer.run;

import io.autorec.trainer.evaluation.PredictionError;
import io.autorec.trainer.report.RunReport;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The end of a run. A run that fails throws. */
public sealed interface RunOutcome {
  /**
   * The run was stopped between two batches, and nothing was published.
   *
   * @param state the file that {@link RunSettings#resumed} goes on from
   */
  record Stopped(Path state) implements RunOutcome {}

  /**
   * The run was trained to its end, and published.
   *
   * @param version {@code <models>/<name>/<version>}
   * @param epoch the epoch that was published; 0 where the model is the user and item biases
   * @param validationRmse of the published model; null where there are no validation ratings
   * @param test its errors on the test ratings; null where there are none
   * @param baselines errors of the baselines on the same ratings; null likewise
   * @param hasFoldIn whether the version can fit new users (item-based) or new items (user-based)
   */
  record Published(
      Path version,
      int epoch,
      @Nullable Double validationRmse,
      @Nullable PredictionError test,
      RunReport.@Nullable Baselines baselines,
      boolean hasFoldIn)
      implements RunOutcome {}
}
