package io.autorec.trainer.offline;

import io.autorec.model.ModelMetadata;
import io.autorec.model.RatingHistory;
import io.autorec.model.RatingScale;
import io.autorec.trainer.evaluation.BiasBaseline;
import io.autorec.trainer.evaluation.PredictionError;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.ranking.RankingComparison;
import io.autorec.trainer.ranking.RankingSums;
import io.autorec.trainer.ratings.RatingTable;
import io.autorec.v1.Split;
import io.autorec.v1.SplitMethod;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates an open version, on all ratings at once or on parts of them. Errors of parts add up if
 * each part has all ratings of its rows, lists if each has all ratings of its users.
 *
 * <p>Immutable and safe for use by several threads, while the version is open.
 */
public final class VersionEvaluation {
  private final PublishedVersion opened;
  private final RatingMatrix input;
  private final @Nullable BiasBaseline baseline;

  /** Prepares what all parts need: the training ratings as rows, and their biases. */
  public VersionEvaluation(PublishedVersion opened) {
    ModelMetadata metadata = opened.metadata();
    this.opened = opened;
    this.input =
        UnseenRatings.matrix(metadata, opened.history().training(), metadata.orientation());
    this.baseline = metadata.implicitFeedback() ? null : BiasBaseline.fit(input);
  }

  /**
   * Collects ratings to test on.
   *
   * @param capacity how many are expected
   */
  public UnseenRatings.Collector collector(int capacity) {
    return new UnseenRatings.Collector(opened.metadata(), opened.history(), capacity);
  }

  /** The ratings of a table to test on. */
  UnseenRatings unseen(RatingTable table) {
    return UnseenRatings.of(table, collector(table.size()), input);
  }

  /** What was collected, beside the ratings that the model predicts it from. */
  public UnseenRatings unseen(UnseenRatings.Collector collected) {
    return collected.toRatings(input);
  }

  /** The errors of the model and the baselines; not for a model of interactions. */
  public ModelEvaluation.Errors errors(UnseenRatings unseen) {
    BiasBaseline biases = Objects.requireNonNull(baseline, "the model predicts no ratings");
    RatingMatrix heldOut = unseen.heldOut();
    UnknownRatings unknown = unseen.unknown();
    RatingScale scale = opened.metadata().scale();
    PredictionError fallback = unknown.error(biases, opened.metadata().orientation(), scale);
    double mean = biases.globalMean();
    return new ModelEvaluation.Errors(
        PredictionError.of(opened.model(), input, heldOut).and(fallback),
        PredictionError.ofBaseline(
                (row, column) -> scale.clip((float) biases.predict(row, column)), input, heldOut)
            .and(fallback),
        PredictionError.ofBaseline((row, column) -> mean, input, heldOut).and(unknown.error(mean)),
        scale,
        unseen.off(scale));
  }

  /** The quality of the lists in each order. */
  public RankingSums lists(UnseenRatings unseen, RankingComparison.Settings settings) {
    ModelMetadata metadata = opened.metadata();
    RatingHistory history = opened.history();
    // As in the report of the version.
    Split split = metadata.manifest().getSplit();
    boolean onlyTrained = split.hasTestFile() || split.getMethod() == SplitMethod.SPLIT_METHOD_TIME;
    return RankingSums.of(
        opened.orders(),
        metadata.scale(),
        metadata.items().size(),
        history,
        unseen.byUser(history, onlyTrained),
        settings);
  }
}
