package io.autorec.server.endpoint;

import io.autorec.model.ModelMetadata;
import io.autorec.model.Orientation;
import io.autorec.server.batching.Outcome;
import io.autorec.server.ranking.TopItems;
import io.autorec.server.repository.LoadedModel;
import io.autorec.server.request.RecommendCheck;
import io.autorec.server.request.Row;
import io.autorec.server.request.SparseRow;
import io.autorec.server.request.StoredRow;
import io.autorec.v1.RecommendRequest;
import io.autorec.v1.RecommendResponse;
import io.autorec.v1.RecommendationBasis;
import io.autorec.v1.UnknownIds;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntPredicate;

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
    this.candidates = check.candidates().positionArray();
  }

  /** Throws if the model cannot answer for what the request describes. */
  static void requireSubject(LoadedModel model, RecommendRequest request) {
    if (request.hasRatings() && model.metadata().orientation() == Orientation.ITEM) {
      throw Refusals.failedPrecondition(
          "model \""
              + model.name()
              + "\" is item-based and cannot recommend from ratings (expected: user_id of a known"
              + " user, or a model trained with --orientation user)");
    }
  }

  CompletableFuture<RecommendResponse> recommend() {
    if (check.given().isPresent()) {
      SparseRow given = check.given().get();
      int[] rated = given.columns();
      return fromRow(
          given,
          RecommendationBasis.RECOMMENDATION_BASIS_GIVEN_RATINGS,
          eligible(item -> contains(rated, item)));
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
    IntPredicate eligible = eligible(item -> model.history().contains(user, item));
    return model
        .users()
        .map(users -> fromUser(users, user, eligible))
        .orElseGet(
            () ->
                fromRow(
                    new StoredRow(model.history().training(), user),
                    RecommendationBasis.RECOMMENDATION_BASIS_STORED_RATINGS,
                    eligible));
  }

  private IntPredicate eligible(IntPredicate rated) {
    int[] excluded = check.excluded().positionArray();
    Arrays.sort(excluded);
    return request.getIncludeRated()
        ? item -> !contains(excluded, item)
        : item -> !contains(excluded, item) && !rated.test(item);
  }

  private static boolean contains(int[] sorted, int item) {
    return Arrays.binarySearch(sorted, item) >= 0;
  }

  private CompletableFuture<RecommendResponse> fromRow(
      Row row, RecommendationBasis basis, IntPredicate eligible) {
    FloatBuffer scores = model.rows().scores();
    return model
        .rowBatcher()
        .submit(
            new RowsJob<>(
                caller, model.rows(), List.of(row), at -> rank(scores, at, basis, eligible)))
        .thenApply(this::value);
  }

  private CompletableFuture<RecommendResponse> fromUser(
      LoadedModel.Users users, int user, IntPredicate eligible) {
    FloatBuffer scores = users.session().scores();
    RecommendationBasis basis = RecommendationBasis.RECOMMENDATION_BASIS_TRAINED_USER;
    return users
        .batcher()
        .submit(
            new UserJob<>(caller, users.session(), user, at -> rank(scores, at, basis, eligible)))
        .thenApply(this::value);
  }

  private RecommendResponse value(Outcome<RecommendResponse> outcome) {
    if (outcome instanceof Outcome.Completed<RecommendResponse> completed) {
      return completed.value();
    }
    throw Refusals.of(outcome, caller.context());
  }

  private RecommendResponse rank(
      FloatBuffer scores, int row, RecommendationBasis basis, IntPredicate eligible) {
    ModelMetadata metadata = model.metadata();
    int items = metadata.items().size();
    RecommendResponse.Builder response =
        RecommendResponse.newBuilder().setModel(ModelInfos.ref(model)).setBasis(basis);
    int[] best =
        candidates.length == 0
            ? TopItems.best(scores, row * items, items, eligible, check.topN())
            : TopItems.bestOf(scores, row * items, candidates, eligible, check.topN());
    for (int item : best) {
      response
          .addRecommendationsBuilder()
          .setItemId(metadata.items().id(item))
          .setTitle(metadata.items().title(item))
          .setPredictedRating(metadata.scale().clip(scores.get(row * items + item)));
    }
    return response
        .setUnknownIds(
            UnknownIds.newBuilder()
                .addAllRatings(check.given().map(SparseRow::unknownIds).orElse(List.of()))
                .addAllExcludeIds(check.excluded().unknownIds())
                .addAllCandidateIds(check.candidates().unknownIds()))
        .build();
  }
}
