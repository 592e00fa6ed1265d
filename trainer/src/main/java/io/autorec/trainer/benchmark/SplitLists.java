package io.autorec.trainer.benchmark;

import io.autorec.foldin.Codes;
import io.autorec.model.Orientation;
import io.autorec.model.RatingHistory;
import io.autorec.model.RatingScale;
import io.autorec.ranking.RankingHead;
import io.autorec.trainer.export.OnnxExport;
import io.autorec.trainer.head.HeadTraining;
import io.autorec.trainer.network.TrainedModel;
import io.autorec.trainer.ranking.HeadScorer;
import io.autorec.trainer.ranking.RankedLists;
import io.autorec.trainer.ranking.RankingComparison;
import io.autorec.trainer.ranking.RankingQuality;
import io.autorec.trainer.ranking.RelevantItems;
import io.autorec.trainer.ranking.UserScorer;
import io.autorec.trainer.run.PreparedData;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The quality of lists of {@value #TOP} on one split's test ratings.
 *
 * @param relevant the lowest rating that makes an item relevant
 * @param users the number of users to whom an item is relevant
 * @param byChoice the lists by the ranking head
 * @param mostRatings the items with most ratings in the training part, for everyone
 * @param seconds the time that the fit of the head and the lists took
 */
public record SplitLists(
    float relevant,
    int users,
    RankingQuality byChoice,
    RankingQuality mostRatings,
    double seconds) {
  /** The length of a list. */
  static final int TOP = RankingComparison.Settings.DEFAULT.top();

  /** Returns true if an item is relevant to some user, so that lists can be measured. */
  static boolean canMeasure(RatingHistory history, PreparedData data) {
    return relevant(history, data.transform().scale()).size() > 0;
  }

  /**
   * Fits a ranking head to the training part, and measures its lists. Without a validation part
   * nothing is chosen: the head has its default settings, and ranks. If networks are trained on
   * with the validation part in the end, users are shown it, too, as train does.
   *
   * @param model trained on the training part; null for interactions
   * @param threads the number of threads that fit
   * @param stop asked between two items
   * @throws CancellationException if it was stopped
   */
  static SplitLists of(
      RatingHistory history,
      PreparedData data,
      @Nullable TrainedModel model,
      int threads,
      BooleanSupplier stop) {
    long started = System.nanoTime();
    boolean byItem = data.orientation() == Orientation.ITEM;
    int items = byItem ? data.training().rows() : data.training().width();
    RatingScale scale = data.transform().scale();
    Optional<Codes> codes =
        model == null
            ? Optional.empty()
            : new OnnxExport(data.orientation(), model, data.training()).itemCodes();
    RankingHead head =
        HeadTraining.fit(
                history,
                items,
                scale,
                codes,
                null,
                threads,
                item -> {
                  if (stop.getAsBoolean()) {
                    throw new CancellationException("the fit was stopped");
                  }
                })
            .head();
    RelevantItems relevant = relevant(history, scale);
    RatingHistory shown = data.hyper().trainsOnValidation() ? history.withValidation() : history;
    return new SplitLists(
        RelevantItems.defaultThreshold(scale),
        relevant.users().length,
        quality(new HeadScorer(head, shown.choices()), items, shown, relevant),
        quality(UserScorer.mostRatings(shown.choices(), items), items, shown, relevant),
        (System.nanoTime() - started) / 1e9);
  }

  private static RelevantItems relevant(RatingHistory history, RatingScale scale) {
    return RelevantItems.of(history.test(), RelevantItems.defaultThreshold(scale));
  }

  private static RankingQuality quality(
      UserScorer scorer, int items, RatingHistory history, RelevantItems relevant) {
    RankedLists.LeftOut shown =
        (user, item) -> {
          history.training().forEachItem(user, item);
          history.validation().forEachItem(user, item);
          history.unrated().forEachItem(user, item);
        };
    return RankingQuality.of(scorer, items, TOP, shown, relevant);
  }
}
