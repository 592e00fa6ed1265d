package io.autorec.trainer.offline;

import io.autorec.model.ModelMetadata;
import io.autorec.model.RatingScale;
import io.autorec.trainer.evaluation.BiasBaseline;
import io.autorec.trainer.evaluation.PredictionError;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.ranking.RankingComparison;
import io.autorec.trainer.ratings.RatingsFile;
import io.autorec.trainer.ratings.RatingsReader;
import io.autorec.trainer.ratings.ReadOptions;
import io.autorec.trainer.source.RatingsSource;
import io.autorec.v1.Split;
import io.autorec.v1.SplitMethod;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The errors of a published version on the ratings of a file that it was not shown, beside those of
 * baselines.
 *
 * @param model the version's folder and kind, for people
 * @param counts what the file holds
 * @param errors the errors; null if the model predicts no ratings
 * @param ranking the quality of its lists; null if not asked for
 */
public record ModelEvaluation(
    String model, Counts counts, @Nullable Errors errors, @Nullable RankingComparison ranking) {
  /**
   * The ratings of the file.
   *
   * @param unseen of users and items that the model knows; none was used in training or validation
   * @param shown used in training or validation, and not scored
   * @param ofUnknownUsers of users that the model does not know
   * @param ofUnknownItems of items that it does not know, by users that it knows
   */
  public record Counts(int unseen, int shown, int ofUnknownUsers, int ofUnknownItems) {}

  /**
   * Errors on the same ratings, those of unknown users and items among them. The fallback answers
   * these: the global mean, plus the bias of the user or item that is known.
   *
   * @param model of the model
   * @param bias of the user and item biases of its training ratings
   * @param globalMean of the mean of its training ratings
   * @param scale the model's rating scale
   * @param offScale the number of these ratings that are off it
   */
  public record Errors(
      PredictionError model,
      PredictionError bias,
      PredictionError globalMean,
      RatingScale scale,
      int offScale) {}

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
      Counts counts =
          new Counts(
              unseen.table().size(),
              unseen.shown(),
              unseen.unknown().ofUsers(),
              unseen.unknown().ofItems());
      requireSome(ratings, implicit, counts);
      return new ModelEvaluation(
          opened.description(),
          counts,
          implicit ? null : errors(opened, unseen),
          lists(opened, unseen, ranking));
    }
  }

  private static void requireSome(RatingsSource ratings, boolean implicit, Counts counts) {
    boolean some =
        counts.unseen > 0 || (!implicit && counts.ofUnknownUsers + counts.ofUnknownItems > 0);
    if (!some) {
      throw new InputException(
          "%s: no %s that the model can be tested on (%d used in training or validation, %d of users and %d of items unknown to the model)"
              .formatted(
                  ratings,
                  implicit ? "interaction" : "rating",
                  counts.shown,
                  counts.ofUnknownUsers,
                  counts.ofUnknownItems));
    }
  }

  private static Errors errors(PublishedVersion opened, UnseenRatings unseen) {
    RatingMatrix input = unseen.input();
    RatingMatrix heldOut = unseen.heldOut();
    UnknownRatings unknown = unseen.unknown();
    RatingScale scale = opened.metadata().scale();
    BiasBaseline baseline = BiasBaseline.fit(input);
    PredictionError fallback = unknown.error(baseline, opened.metadata().orientation(), scale);
    double mean = baseline.globalMean();
    return new Errors(
        PredictionError.of(opened.model(), input, heldOut).and(fallback),
        PredictionError.ofBaseline(
                (row, column) -> scale.clip((float) baseline.predict(row, column)), input, heldOut)
            .and(fallback),
        PredictionError.ofBaseline((row, column) -> mean, input, heldOut).and(unknown.error(mean)),
        scale,
        unseen.off(scale));
  }

  private static @Nullable RankingComparison lists(
      PublishedVersion opened, UnseenRatings unseen, RankingComparison.@Nullable Settings asked) {
    ModelMetadata metadata = opened.metadata();
    RankingComparison.Settings settings =
        asked == null && metadata.implicitFeedback() ? RankingComparison.Settings.DEFAULT : asked;
    if (settings == null) {
      return null;
    }
    // As in the report of the version.
    Split split = metadata.manifest().getSplit();
    boolean onlyTrained = split.hasTestFile() || split.getMethod() == SplitMethod.SPLIT_METHOD_TIME;
    return RankingComparison.of(
        opened.orders(),
        metadata.scale(),
        metadata.items().size(),
        opened.history(),
        unseen.byUser(opened.history(), onlyTrained),
        settings);
  }
}
