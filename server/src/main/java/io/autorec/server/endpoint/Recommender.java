package io.autorec.server.endpoint;

import io.autorec.model.ModelFormat;
import io.autorec.model.ModelMetadata;
import io.autorec.model.Orientation;
import io.autorec.ranking.TopItems;
import io.autorec.server.batching.Job;
import io.autorec.server.batching.Outcome;
import io.autorec.server.inference.ScoreBatch;
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

  /** Throws if the model cannot answer what the request asks. */
  static void requireAble(LoadedModel model, RecommendRequest request) {
    if (request.getExplain() != 0 && model.fitting().isEmpty()) {
      throw Refusals.failedPrecondition(
          "model \""
              + model.name()
              + "\" cannot explain (expected: explain 0, or an item-based model with "
              + ModelFormat.FOLD_IN_FILE
              + ")");
    }
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

  /** The recommendations, with what explains them if that was asked for. */
  CompletableFuture<RecommendResponse> recommend() {
    Rated given =
        item ->
            check.given().ifPresent(row -> row.observed().forEach(e -> item.accept(e.column())));
    if (!request.hasUserId()) {
      SparseRow ratings = check.given().orElseThrow();
      return ratings.observed().isEmpty()
          ? CompletableFuture.completedFuture(popular())
          : fromRatings(ratings, RecommendationBasis.RECOMMENDATION_BASIS_GIVEN_RATINGS, given);
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
    if (check.given().isPresent() && !check.given().get().observed().isEmpty()) {
      return fromRatings(
          check.given().get().over(model.history().training(), user),
          RecommendationBasis.RECOMMENDATION_BASIS_UPDATED_RATINGS,
          item -> {
            rated.forEach(item);
            given.forEach(item);
          });
    }
    StoredRow stored = new StoredRow(model.history().training(), user);
    if (model.users().isPresent()) {
      RecommendationBasis basis = RecommendationBasis.RECOMMENDATION_BASIS_TRAINED_USER;
      return explained(
          stored, submit(model.users().get(), new UserJob<>(caller, user, decoder(basis, rated))));
    }
    return fromRow(stored, RecommendationBasis.RECOMMENDATION_BASIS_STORED_RATINGS, rated);
  }

  /** Recommends to someone who is no more to the model than these ratings. */
  private CompletableFuture<RecommendResponse> fromRatings(
      SparseRow ratings, RecommendationBasis basis, Rated rated) {
    if (model.fitting().isEmpty()) {
      return fromRow(ratings, basis, rated);
    }
    Fitting fitting = model.fitting().get();
    float[] user = ratings.fit(fitting.foldIn());
    return explained(
        ratings,
        submit(fitting.queue(), new ColumnJob<>(caller, List.of(user), decoder(basis, rated))));
  }

  /** Reasons take their time: they are worked out where neither batches nor the network wait. */
  private CompletableFuture<RecommendResponse> explained(
      Row ratings, CompletableFuture<RecommendResponse> answer) {
    int count = request.getExplain();
    return count == 0
        ? answer
        : answer.thenApplyAsync(
            response -> Explainer.explain(model, ratings.given(), count, caller, response));
  }

  private RecommendResponse popular() {
    float[] scores = model.popularity();
    if (candidates.length > 0) {
      float[] all = scores;
      scores = new float[candidates.length];
      for (int i = 0; i < candidates.length; i++) {
        scores[i] = all[candidates[i]];
      }
    }
    return rank(scores, RecommendationBasis.RECOMMENDATION_BASIS_POPULARITY, item -> {});
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
        rank(
            candidates.length == 0 ? batch.scores(row) : batch.scores(row, candidates),
            basis,
            rated);
  }

  /**
   * @param scores of all items, or of the candidates if there are some
   */
  private RecommendResponse rank(float[] scores, RecommendationBasis basis, Rated rated) {
    boolean all = candidates.length == 0;
    IntUnaryOperator indexOf = item -> all ? item : Arrays.binarySearch(candidates, item);
    IntUnaryOperator itemAt = index -> all ? index : candidates[index];
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
