package io.autorec.trainer.offline;

import io.autorec.model.RatingScale;
import io.autorec.trainer.evaluation.PredictionError;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.ranking.RankingComparison;
import io.autorec.trainer.ratings.RatingsFile;
import io.autorec.trainer.ratings.RatingsReader;
import io.autorec.trainer.ratings.ReadOptions;
import io.autorec.trainer.source.RatingsSource;
import java.io.Serializable;
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
  public record Counts(int unseen, int shown, int ofUnknownUsers, int ofUnknownItems)
      implements Serializable {
    /** The counts of both. */
    public Counts and(Counts other) {
      return new Counts(
          unseen + other.unseen,
          shown + other.shown,
          ofUnknownUsers + other.ofUnknownUsers,
          ofUnknownItems + other.ofUnknownItems);
    }

    /**
     * Refuses ratings of which none can be scored.
     *
     * @param source where they are from
     * @param implicit whether the model was trained on interactions
     * @throws InputException if there are no others
     */
    public void requireSome(Object source, boolean implicit) {
      boolean some = unseen > 0 || (!implicit && ofUnknownUsers + ofUnknownItems > 0);
      if (!some) {
        throw new InputException(
            "%s: no %s that the model can be tested on (%d used in training or validation, %d of users and %d of items unknown to the model)"
                .formatted(
                    source,
                    implicit ? "interaction" : "rating",
                    shown,
                    ofUnknownUsers,
                    ofUnknownItems));
      }
    }
  }

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
      int offScale)
      implements Serializable {
    /** The errors over the ratings of both. */
    public Errors and(Errors other) {
      return new Errors(
          model.and(other.model),
          bias.and(other.bias),
          globalMean.and(other.globalMean),
          scale,
          offScale + other.offScale);
    }
  }

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
      VersionEvaluation evaluation = new VersionEvaluation(opened);
      UnseenRatings unseen = evaluation.unseen(file.table());
      Counts counts = unseen.counts();
      counts.requireSome(ratings, implicit);
      RankingComparison.Settings settings =
          ranking == null && implicit ? RankingComparison.Settings.DEFAULT : ranking;
      return new ModelEvaluation(
          opened.description(),
          counts,
          implicit ? null : evaluation.errors(unseen),
          settings == null
              ? null
              : evaluation
                  .lists(unseen, settings)
                  .comparison(
                      settings, opened.metadata().scale(), opened.metadata().items().size()));
    }
  }
}
