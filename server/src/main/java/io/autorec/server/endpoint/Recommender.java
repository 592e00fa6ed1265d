package io.autorec.server.endpoint;

import io.autorec.model.ModelFormat;
import io.autorec.model.ModelMetadata;
import io.autorec.model.Orientation;
import io.autorec.server.batching.Job;
import io.autorec.server.batching.Outcome;
import io.autorec.server.inference.ScoreBatch;
import io.autorec.server.ranking.TopItems;
import io.autorec.server.repository.Fitting;
import io.autorec.server.repository.GraphQueue;
import io.autorec.server.repository.LoadedModel;
import io.autorec.server.request.RecommendCheck;
import io.autorec.server.request.Row;
import io.autorec.server.request.SparseRow;
import io.autorec.server.request.StoredRow;
import io.autorec.v1.RecommendRequest;
import io.autorec.v1.RecommendResponse;
import io.autorec.v1.RecommendationBasis;
import io.autorec.v1.UnknownIds;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;
import java.util.function.IntUnaryOperator;

/** Ranks items for the user of one checked Recommend. */
final class Recommender {
  private final LoadedModel model;
  private final RecommendRequest request;
  private final RecommendCheck check;
  private final Waiting caller;
  private final int[] candidates;

  Recommender(LoadedModel model, RecommendRequest request, RecommendCheck check, Waiting caller) {
    this.model = model;
    this.request = request;
    this.check = check;
    this.caller = caller;
    this.candidates = check.candidates().ascending();
  }

  /** Throws if the model cannot answer for what the request describes. */
  static void requireSubject(LoadedModel model, RecommendRequest request) {
    if ((request.hasRatings() || request.hasNewRatings())
        && model.metadata().orientation() == Orientation.ITEM
        && model.fitting().isEmpty()) {
      throw Refusals.failedPrecondition(
          "model \""
              + model.name()
              + "\" is item-based, without "
              + ModelFormat.FOLD_IN_FILE
              + ", and cannot recommend from ratings (expected: user_id of a known user alone, or a"
              + " model trained with --orientation user or --output-activation identity)");
    }
  }

  CompletableFuture<RecommendResponse> recommend() {
    Rated given =
        item ->
            check.given().ifPresent(row -> row.observed().forEach(e -> item.accept(e.column())));
    if (!request.hasUserId()) {
      return fromRatings(
          check.given().orElseThrow(),
          RecommendationBasis.RECOMMENDATION_BASIS_GIVEN_RATINGS,
          given);
    }
    String id = request.getUserId();
    int user =
        model
            .metadata()
            .users()
            .position(id)
            .orElseThrow(
                () ->
                    Refusals.notFound(
                        "user \"" + id + "\": unknown to model \"" + model.name() + "\""));
    Rated rated = item -> model.history().forEachItem(user, item);
    if (check.given().isPresent()) {
      return fromRatings(
          check.given().get().over(model.history().training(), user),
          RecommendationBasis.RECOMMENDATION_BASIS_UPDATED_RATINGS,
          item -> {
            rated.forEach(item);
            given.forEach(item);
          });
    }
    if (model.users().isPresent()) {
      return submit(
          model.users().get(),
          new UserJob<>(
              caller, user, decoder(RecommendationBasis.RECOMMENDATION_BASIS_TRAINED_USER, rated)));
    }
    return fromRow(
        new StoredRow(model.history().training(), user),
        RecommendationBasis.RECOMMENDATION_BASIS_STORED_RATINGS,
        rated);
  }

  /** Recommends to someone who is no more to the model than these ratings. */
  private CompletableFuture<RecommendResponse> fromRatings(
      SparseRow ratings, RecommendationBasis basis, Rated rated) {
    if (model.fitting().isEmpty()) {
      return fromRow(ratings, basis, rated);
    }
    Fitting fitting = model.fitting().get();
    float[] user = ratings.fit(fitting.foldIn());
    return submit(fitting.queue(), new ColumnJob<>(caller, List.of(user), decoder(basis, rated)));
  }

  private CompletableFuture<RecommendResponse> fromRow(
      Row row, RecommendationBasis basis, Rated rated) {
    return submit(model.rows(), new RowsJob<>(caller, List.of(row), decoder(basis, rated)));
  }

  private <B extends ScoreBatch> CompletableFuture<RecommendResponse> submit(
      GraphQueue<B> queue, Job<B, RecommendResponse> job) {
    return queue.submit(job).thenApply(this::value);
  }

  private RecommendResponse value(Outcome<RecommendResponse> outcome) {
    if (outcome instanceof Outcome.Completed<RecommendResponse> completed) {
      return completed.value();
    }
    throw Refusals.of(outcome, caller.context());
  }

  private Decoder<RecommendResponse> decoder(RecommendationBasis basis, Rated rated) {
    return (batch, row) ->
        candidates.length == 0
            ? rank(batch.scores(row), basis, rated, item -> item, index -> index)
            : rank(
                batch.scores(row, candidates),
                basis,
                rated,
                item -> Arrays.binarySearch(candidates, item),
                index -> candidates[index]);
  }

  /**
   * @param scores of the items to choose from
   * @param indexOf where among them an item is; negative: nowhere
   * @param itemAt the other way round
   */
  private RecommendResponse rank(
      float[] scores,
      RecommendationBasis basis,
      Rated rated,
      IntUnaryOperator indexOf,
      IntUnaryOperator itemAt) {
    IntConsumer leaveOut =
        item -> {
          int index = indexOf.applyAsInt(item);
          if (index >= 0) {
            scores[index] = TopItems.LEFT_OUT;
          }
        };
    if (!request.getIncludeRated()) {
      rated.forEach(leaveOut);
    }
    check.excluded().positions().forEach(leaveOut::accept);
    ModelMetadata metadata = model.metadata();
    RecommendResponse.Builder response =
        RecommendResponse.newBuilder().setModel(ModelInfos.ref(model)).setBasis(basis);
    for (int index : TopItems.best(scores, check.topN())) {
      int item = itemAt.applyAsInt(index);
      response
          .addRecommendationsBuilder()
          .setItemId(metadata.items().id(item))
          .setTitle(metadata.items().title(item))
          .setPredictedRating(metadata.scale().clip(scores[index]));
    }
    return response
        .setUnknownIds(
            UnknownIds.newBuilder()
                .addAllRatings(check.given().map(SparseRow::unknownIds).orElse(List.of()))
                .addAllExcludeIds(check.excluded().unknownIds())
                .addAllCandidateIds(check.candidates().unknownIds()))
        .build();
  }

  /** The items that a user has rated. */
  @FunctionalInterface
  private interface Rated {
    void forEach(IntConsumer item);
  }
}
