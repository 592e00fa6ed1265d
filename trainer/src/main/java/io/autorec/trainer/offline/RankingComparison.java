package io.autorec.trainer.offline;

import io.autorec.model.RatingHistory;
import io.autorec.model.RatingScale;
import io.autorec.model.UserRatings;
import io.autorec.ranking.PopularItems;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.ranking.RankedLists;
import io.autorec.trainer.ranking.RankingQuality;
import io.autorec.trainer.ranking.RelevantItems;
import io.autorec.trainer.ranking.UserScorer;
import io.autorec.trainer.ratings.RatingTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The quality of a model's lists beside lists that are the same for all, on the same held-out
 * ratings.
 *
 * @param settings what was asked for
 * @param threshold the lowest rating that makes an item relevant
 * @param users the number of users to whom an item is relevant
 * @param relevantRatings the number of relevant held-out ratings
 * @param otherUsers the number of users with held-out ratings, none of them relevant
 * @param lists the model's lists first
 */
public record RankingComparison(
    Settings settings,
    float threshold,
    int users,
    int relevantRatings,
    int otherUsers,
    List<Ranked> lists) {
  /**
   * How lists are measured.
   *
   * @param top the length of a list, at least 1
   * @param relevant the lowest rating that makes an item relevant; null for three quarters up the
   *     scale
   */
  public record Settings(int top, @Nullable Float relevant) {
    public Settings {
      if (top < 1) {
        throw new InputException("--top: " + top + " (expected: >= 1)");
      }
      if (relevant != null && !Float.isFinite(relevant)) {
        throw new InputException("--relevant: " + relevant + " (expected: a rating)");
      }
    }
  }

  /**
   * One way to rank, and its quality.
   *
   * @param name the way, for people
   */
  public record Ranked(String name, RankingQuality quality) {}

  static RankingComparison of(PublishedVersion version, RatingTable heldOut, Settings settings) {
    RatingScale scale = version.metadata().scale();
    float threshold =
        settings.relevant == null
            ? RelevantItems.defaultThreshold(scale)
            : (float) settings.relevant;
    RelevantItems relevant = RelevantItems.of(heldOut, threshold);
    int users = relevant.users().length;
    int allUsers = RelevantItems.of(heldOut, Float.NEGATIVE_INFINITY).users().length;
    UserScorer model = version.users();
    if (users == 0) {
      throw new InputException(
          "--relevant: %s, and no held-out rating is as high (expected: a rating on the scale %s)"
              .formatted(threshold, scale));
    }
    RatingHistory history = version.history();
    int items = version.metadata().items().size();
    RankedLists.LeftOut shown =
        (user, item) -> {
          history.training().forEachItem(user, item);
          history.validation().forEachItem(user, item);
        };
    UserScorer mostRatings = UserScorer.same(counts(history.training(), items));
    UserScorer highestMean = UserScorer.same(PopularItems.scores(history.training(), items));
    List<Ranked> lists =
        List.of(
            new Ranked("model", RankingQuality.of(model, items, settings.top, shown, relevant)),
            new Ranked(
                "most ratings",
                RankingQuality.of(mostRatings, items, settings.top, shown, relevant)),
            new Ranked(
                "highest damped mean",
                RankingQuality.of(highestMean, items, settings.top, shown, relevant)));
    return new RankingComparison(
        settings, threshold, users, relevant.size(), allUsers - users, lists);
  }

  /** The number of ratings of each item, [items]; exact below 2^24. */
  private static float[] counts(UserRatings ratings, int items) {
    float[] scores = new float[items];
    for (int i = 0; i < ratings.size(); i++) {
      scores[ratings.item(i)]++;
    }
    return scores;
  }
}
