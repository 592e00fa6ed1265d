package io.autorec.server.endpoint;

import io.autorec.foldin.Codes;
import io.autorec.model.ModelFormat;
import io.autorec.model.ModelMetadata;
import io.autorec.model.Orientation;
import io.autorec.ranking.DiverseItems;
import io.autorec.ranking.RankedItems;
import io.autorec.server.batching.Job;
import io.autorec.server.batching.Outcome;
import io.autorec.server.inference.ScoreBatch;
import io.autorec.server.repository.Fitting;
import io.autorec.server.repository.GraphQueue;
import io.autorec.server.repository.LoadedModel;
import io.autorec.server.request.PageToken;
import io.autorec.server.request.RecommendCheck;
import io.autorec.server.request.SparseRow;
import io.autorec.v1.RecommendRequest;
import io.autorec.v1.RecommendResponse;
import io.autorec.v1.UnknownIds;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Ranks items for the user of one checked Recommend. */
final class Recommender {
  private final LoadedModel model;
  private final RecommendRequest request;
  private final RecommendCheck check;
  private final Waiting caller;
  private final SideWork sideWork;

  Recommender(
      LoadedModel model,
      RecommendRequest request,
      RecommendCheck check,
      Waiting caller,
      SideWork sideWork) {
    this.model = model;
    this.request = request;
    this.check = check;
    this.caller = caller;
    this.sideWork = sideWork;
  }

  /** Throws if the model cannot answer what the request asks. */
  static void requireAble(LoadedModel model, RecommendRequest request) {
    boolean byItem = model.metadata().orientation() == Orientation.ITEM;
    if (request.getExplain() != 0 && byItem && model.fitting().isEmpty()) {
      throw Refusals.failedPrecondition(
          "model \""
              + model.name()
              + "\" cannot explain (expected: explain 0, or a model with "
              + ModelFormat.FOLD_IN_FILE
              + ")");
    }
    if (request.getDiversity() > 0 && model.codes(Orientation.ITEM).isEmpty()) {
      throw Refusals.failedPrecondition(
          "model \""
              + model.name()
              + "\" cannot say which items are alike (expected: diversity 0, or a model with "
              + ModelFormat.FOLD_IN_FILE
              + ", published by this version of the trainer)");
    }
    if ((request.hasRatings() || request.hasNewRatings()) && byItem && model.fitting().isEmpty()) {
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
    Subject subject = Subject.of(model, request, check);
    ItemChoice choice =
        new ItemChoice(
            check,
            model.metadata().scale(),
            request.getIncludeRated() ? item -> {} : subject.rated());
    CompletableFuture<RankedItems> ranked = ranked(subject, choice);
    if (check.diversity() > 0) {
      ranked = ranked.thenCompose(pool -> sideWork.compare(caller, () -> diverse(pool)));
    }
    CompletableFuture<RecommendResponse> answer = ranked.thenApply(best -> response(subject, best));
    if (request.getExplain() > 0 && subject.ratings().isPresent()) {
      Explainer explainer =
          new Explainer(model, subject.ratings().get().given(), request.getExplain(), caller);
      answer = answer.thenCompose(response -> explainer.explain(response, sideWork));
    }
    return answer;
  }

  private CompletableFuture<RankedItems> ranked(Subject subject, ItemChoice choice) {
    int[] candidates = choice.candidates();
    Decoder<RankedItems> decoder =
        (batch, row) ->
            choice.best(candidates.length == 0 ? batch.scores(row) : batch.scores(row, candidates));
    return switch (subject.way()) {
      case POPULARITY -> CompletableFuture.completedFuture(choice.best(popularity(candidates)));
      case TRAINED_COLUMN ->
          submit(
              model.users().orElseThrow(),
              new UserJob<>(caller, subject.user().orElseThrow(), decoder));
      case NETWORK ->
          submit(
              model.rows(),
              new RowsJob<>(caller, List.of(subject.ratings().orElseThrow()), decoder));
      case FITTED_COLUMN -> {
        Fitting fitting = model.fitting().orElseThrow();
        yield sideWork
            .fit(caller, () -> subject.ratings().orElseThrow().fit(fitting.foldIn()))
            .thenCompose(
                column ->
                    submit(fitting.queue(), new ColumnJob<>(caller, List.of(column), decoder)));
      }
    };
  }

  private float[] popularity(int[] candidates) {
    float[] all = model.popularity();
    if (candidates.length == 0) {
      return all;
    }
    float[] scores = new float[candidates.length];
    for (int i = 0; i < candidates.length; i++) {
      scores[i] = all[candidates[i]];
    }
    return scores;
  }

  private <B extends ScoreBatch> CompletableFuture<RankedItems> submit(
      GraphQueue<B> queue, Job<B, RankedItems> job) {
    return queue
        .submit(caller.traced(job))
        .thenApply(
            outcome -> {
              if (outcome instanceof Outcome.Completed<RankedItems> completed) {
                return completed.value();
              }
              throw Refusals.of(outcome, caller.context());
            });
  }

  /** One more than asked for, where there is one. */
  private RankedItems diverse(RankedItems pool) {
    Codes codes = model.codes(Orientation.ITEM).orElseThrow();
    return DiverseItems.choose(
        pool,
        model.metadata().scale().min(),
        model.metadata().scale().max(),
        check.page().shown(),
        codes,
        check.diversity(),
        check.topN() + 1);
  }

  private RecommendResponse response(Subject subject, RankedItems ranked) {
    ModelMetadata metadata = model.metadata();
    RecommendResponse.Builder response =
        RecommendResponse.newBuilder()
            .setModel(ModelInfos.ref(model))
            .setBasis(subject.basis())
            .setUnknownIds(
                UnknownIds.newBuilder()
                    .addAllRatings(check.given().map(SparseRow::unknownIds).orElse(List.of()))
                    .addAllExcludeIds(check.excluded().unknownIds())
                    .addAllCandidateIds(check.candidates().unknownIds()));
    int shown = Math.min(ranked.size(), check.topN());
    for (int i = 0; i < shown; i++) {
      int item = ranked.items()[i];
      response
          .addRecommendationsBuilder()
          .setItemId(metadata.items().id(item))
          .setTitle(metadata.items().title(item))
          .setPredictedRating(metadata.scale().clip(ranked.scores()[i]));
    }
    if (ranked.size() > shown) {
      response.setNextPageToken(nextPage(ranked, shown));
    }
    return response.build();
  }

  private String nextPage(RankedItems ranked, int count) {
    PageToken page = check.page();
    BitSet shown = page.shown();
    for (int i = 0; i < count; i++) {
      shown.set(ranked.items()[i]);
    }
    return check.diversity() > 0 && shown.cardinality() >= RecommendCheck.MAX_DIVERSE
        ? ""
        : new PageToken(page.version(), page.request(), shown).encode();
  }
}
