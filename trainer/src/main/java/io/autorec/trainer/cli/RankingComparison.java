package io.autorec.trainer.cli;

import io.autorec.model.RatingHistory;
import io.autorec.model.RatingScale;
import io.autorec.model.UserRatings;
import io.autorec.ranking.PopularItems;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.ranking.RankedLists;
import io.autorec.trainer.ranking.RankingQuality;
import io.autorec.trainer.ranking.RelevantItems;
import io.autorec.trainer.ranking.UserScorer;
import java.io.PrintWriter;
import java.util.Locale;

/** The lists of a version beside lists that are the same for all, on the same held-out ratings. */
final class RankingComparison {
  private final RatingHistory history;
  private final int items;
  private final int top;
  private final float threshold;
  private final RelevantItems relevant;
  private final int users;
  private final int otherUsers;
  private final UserScorer model;

  RankingComparison(PublishedVersion version, UnseenRatings unseen, RankingOptions options) {
    RatingScale scale = version.metadata().scale();
    this.history = version.history();
    this.items = version.metadata().items().size();
    this.top = options.top();
    this.threshold = options.relevant(scale);
    this.relevant = RelevantItems.of(unseen.table(), threshold);
    this.users = relevant.users().length;
    this.otherUsers =
        RelevantItems.of(unseen.table(), Float.NEGATIVE_INFINITY).users().length - users;
    this.model = version.users();
    if (users == 0) {
      throw new InputException(
          "--relevant: "
              + threshold
              + ", and no held-out rating is as high (expected: a rating on the scale "
              + scale
              + ")");
    }
  }

  /** Ranks, and says how good the lists are. */
  void print(PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "ranking    best %d for %d users with %d relevant ratings (>= %s); %d users have none%n%n",
        top,
        users,
        relevant.size(),
        threshold,
        otherUsers);
    out.printf("%-24s %11s %11s %9s%n", "", "Recall@" + top, "NDCG@" + top, "coverage");
    line(out, "model", model);
    line(out, "most ratings", UserScorer.same(counts(history.training())));
    line(
        out,
        "highest damped mean",
        UserScorer.same(PopularItems.scores(history.training(), items)));
  }

  private void line(PrintWriter out, String name, UserScorer scorer) {
    RankedLists.LeftOut shown =
        (user, item) -> {
          history.training().forEachItem(user, item);
          history.validation().forEachItem(user, item);
        };
    RankingQuality quality = RankingQuality.of(scorer, items, top, shown, relevant);
    out.printf(
        Locale.ROOT,
        "%-24s %11.4f %11.4f %8.1f%%%n",
        name,
        quality.recall(),
        quality.ndcg(),
        100 * quality.coverage());
    out.flush();
  }

  /** How many ratings each item has, [items]; exact below 2^24. */
  private float[] counts(UserRatings ratings) {
    float[] scores = new float[items];
    for (int i = 0; i < ratings.size(); i++) {
      scores[ratings.item(i)]++;
    }
    return scores;
  }
}
