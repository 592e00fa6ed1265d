package io.autorec.trainer.offline;

import io.autorec.trainer.evaluation.PredictionError;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.ranking.RankingComparison;
import io.autorec.trainer.ratings.RatingsFile;
import io.autorec.trainer.ratings.RatingsReader;
import io.autorec.trainer.ratings.ReadOptions;
import io.autorec.trainer.source.RatingsSource;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The errors of a published version on the ratings of a file that it was not shown.
 *
 * @param model the version's folder and kind, for people
 * @param leftOut which ratings of the file are not scored, and why, for people
 * @param unseen the number of the others
 * @param error the error on the others; null if the model predicts no ratings
 * @param ranking the quality of its lists; null if not asked for
 */
public record ModelEvaluation(
    String model,
    String leftOut,
    int unseen,
    @Nullable PredictionError error,
    @Nullable RankingComparison ranking) {
  /**
   * Evaluates a version through ONNX Runtime.
   *
   * @param version {@code <models>/<name>/<version>}
   * @param ranking how to measure lists; null to measure none, unless the model predicts no ratings
   * @throws InputException if the version or the file cannot be used, in one line for the user
   */
  public static ModelEvaluation of(
      Path version,
      RatingsSource ratings,
      ReadOptions reading,
      RankingComparison.@Nullable Settings ranking) {
    try (PublishedVersion opened = PublishedVersion.open(version)) {
      boolean implicit = opened.metadata().implicitFeedback();
      RatingsFile file =
          implicit
              ? RatingsReader.read(ratings, reading.asInteractions())
              : RatingsReader.readRatings(ratings, reading);
      UnseenRatings unseen = UnseenRatings.of(file.table(), opened.metadata(), opened.history());
      if (unseen.heldOut().size() == 0) {
        throw new InputException(
            ratings
                + (implicit ? ": no interaction" : ": no rating")
                + (" that the model can be tested on (" + unseen.leftOut() + ")"));
      }
      RankingComparison.Settings lists =
          ranking == null && implicit ? RankingComparison.Settings.DEFAULT : ranking;
      RankingComparison comparison =
          lists == null
              ? null
              : RankingComparison.of(
                  opened.orders(),
                  opened.metadata().scale(),
                  opened.metadata().items().size(),
                  opened.history(),
                  unseen.byUser(opened.history()),
                  lists);
      return new ModelEvaluation(
          opened.description(),
          unseen.leftOut(),
          unseen.heldOut().size(),
          implicit ? null : PredictionError.of(opened.model(), unseen.input(), unseen.heldOut()),
          comparison);
    }
  }
}
