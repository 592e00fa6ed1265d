package io.autorec.trainer.run;

import io.autorec.foldin.Codes;
import io.autorec.model.RatingHistory;
import io.autorec.model.RatingScale;
import io.autorec.model.UserRatings;
import io.autorec.trainer.head.HeadTraining;
import io.autorec.trainer.head.TrainedHead;
import io.autorec.trainer.ranking.ListOrders;
import io.autorec.trainer.ranking.RankingComparison;
import io.autorec.trainer.ranking.RelevantItems;
import io.autorec.trainer.ranking.UserScorer;
import io.autorec.trainer.report.ExampleUser;
import io.autorec.trainer.report.ExampleUsers;
import io.autorec.v1.ListQuality;
import io.autorec.v1.RankBy;
import io.autorec.v1.Ranking;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The ranking head of a version, and its lists.
 *
 * @param lists their quality on the test ratings; null if none of them is relevant
 * @param examples those of some users
 */
record FittedRanking(
    TrainedHead head, @Nullable RankingComparison lists, List<ExampleUser> examples) {
  /**
   * Fits a head, and measures the lists of its orders.
   *
   * @param all the history of the plan
   * @param codes of the items, from the trained network; empty if there are none
   * @param predicted scores items by predicted rating; null if the model predicts none
   * @param threads the number of threads that fit
   * @param stop asked between two items
   * @throws CancellationException if it was stopped
   */
  static FittedRanking of(
      TrainingPlan plan,
      RatingHistory all,
      Optional<Codes> codes,
      @Nullable UserScorer predicted,
      int threads,
      BooleanSupplier stop,
      RunListener listener) {
    RatingHistory history = plan.historyOfLists(all);
    RatingScale scale = plan.prepared().transform().scale();
    int items = plan.table().items().size();
    AtomicInteger fitted = new AtomicInteger();
    TrainedHead head =
        HeadTraining.fit(
            history,
            items,
            scale,
            codes,
            predicted,
            threads,
            item -> {
              if (stop.getAsBoolean()) {
                throw new CancellationException("the fit was stopped");
              }
              listener.onHeadItem(fitted.incrementAndGet(), items);
            });
    return new FittedRanking(head, null, List.of()).measured(plan, all, predicted);
  }

  /**
   * The same head with the lists that it and a model make.
   *
   * @param all what they are shown, and the test ratings
   * @param predicted scores items by predicted rating; null if the model predicts none
   */
  FittedRanking measured(TrainingPlan plan, RatingHistory all, @Nullable UserScorer predicted) {
    UserRatings test = plan.historyOfLists(all).test();
    RatingScale scale = plan.prepared().transform().scale();
    ListOrders orders = new ListOrders(predicted, head.head(), head.byChoice());
    return new FittedRanking(
        head,
        RelevantItems.of(test, RelevantItems.defaultThreshold(scale)).size() == 0
            ? null
            : RankingComparison.of(
                orders,
                scale,
                plan.table().items().size(),
                all,
                test,
                RankingComparison.Settings.DEFAULT),
        ExampleUsers.of(plan.table(), all, orders, scale));
  }

  /** What the manifest says. */
  Ranking toProto() {
    Ranking.Builder ranking =
        Ranking.newBuilder()
            .setDefaultOrder(
                head.byChoice() ? RankBy.RANK_BY_CHOICE : RankBy.RANK_BY_PREDICTED_RATING)
            .setLowestInput(head.settings().lowestInput())
            .setCodeShare(head.settings().codeShare())
            .setPopularity(head.settings().popularity())
            .setWeights(head.head().size());
    if (lists != null) {
      lists
          .named(head.byChoice())
          .forEach(
              (order, quality) ->
                  ranking.addTest(
                      ListQuality.newBuilder()
                          .setOrder(order)
                          .setTopN(lists.settings().top())
                          .setRelevantRating(lists.threshold())
                          .setRecall(quality.recall())
                          .setNdcg(quality.ndcg())
                          .setCoverage(quality.coverage())));
    }
    return ranking.build();
  }
}
