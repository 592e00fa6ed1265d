package io.autorec.server.answer;

import io.autorec.foldin.Codes;
import io.autorec.model.IdVocabulary;
import io.autorec.model.ModelFormat;
import io.autorec.model.Orientation;
import io.autorec.model.RatingScale;
import io.autorec.ranking.DiverseItems;
import io.autorec.ranking.RankedItems;
import io.autorec.server.answer.job.CallContext;
import io.autorec.server.answer.job.ColumnJob;
import io.autorec.server.answer.job.Decoder;
import io.autorec.server.answer.job.RowsJob;
import io.autorec.server.answer.job.SideWork;
import io.autorec.server.answer.job.UserJob;
import io.autorec.server.batching.Outcome;
import io.autorec.server.repository.version.LoadedModel;
import io.autorec.server.repository.version.NewColumns;
import io.autorec.server.request.PageToken;
import io.autorec.server.request.RecommendQuery;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Recommends items to one user: the best predictions among those they have not rated. */
public final class Recommendation implements UseCase<RecommendedItems> {
  private final LoadedModel model;
  private final RecommendQuery query;
  private final CallContext call;
  private final SideWork sideWork;

  /**
   * Prepares the answer to a query.
   *
   * @param call the call that waits for the answer
   * @param sideWork the threads that fit and compare
   */
  public Recommendation(
      LoadedModel model, RecommendQuery query, CallContext call, SideWork sideWork) {
    this.model = model;
    this.query = query;
    this.call = call;
    this.sideWork = sideWork;
  }

  @Override
  public void requireAble() {
    boolean fits =
        model.metadata().orientation() == Orientation.USER || model.newColumns().isPresent();
    if (query.reasons() != 0 && !fits) {
      throw unable(
          "cannot explain (expected: explain 0, or a model with " + ModelFormat.FOLD_IN_FILE + ")");
    }
    if (query.diversity() > 0 && model.codes(Orientation.ITEM).isEmpty()) {
      throw unable(
          "cannot say which items are alike (expected: diversity 0, or a model with "
              + ModelFormat.FOLD_IN_FILE
              + ", published by this version of the trainer)");
    }
    if (query.ratings().isPresent() && !fits) {
      throw unable(
          "is item-based, without "
              + ModelFormat.FOLD_IN_FILE
              + ", and cannot recommend from ratings (expected: user_id of a known user alone, or a"
              + " model trained with --orientation user or --output-activation identity)");
    }
  }

  private RefusedException unable(String why) {
    return new RefusedException(
        new Refusal.FailedPrecondition("model \"" + model.name() + "\" " + why));
  }

  @Override
  public CompletableFuture<RecommendedItems> answer() {
    Subject subject = Subject.of(model, query);
    CompletableFuture<Outcome<RankedItems>> ranked =
        ranked(subject, new ItemChoice(query, model.metadata().scale(), subject.rated()));
    if (query.diversity() > 0) {
      ranked =
          ranked.thenCompose(
              outcome -> {
                RankedItems pool = completed(outcome);
                return sideWork.compare(call, () -> diverse(pool));
              });
    }
    if (query.reasons() == 0 || subject.ratings().isEmpty()) {
      return ranked.thenApply(outcome -> list(subject, completed(outcome), List.of()));
    }
    Explanation explanation =
        new Explanation(model, subject.ratings().get().given(), query.reasons(), call, sideWork);
    return ranked.thenCompose(
        outcome -> {
          RankedItems best = completed(outcome);
          return explanation
              .reasons(shown(best))
              .thenApply(reasons -> list(subject, best, reasons));
        });
  }

  private <T> T completed(Outcome<T> outcome) {
    return RefusedException.completed(outcome, call);
  }

  private CompletableFuture<Outcome<RankedItems>> ranked(Subject subject, ItemChoice choice) {
    int[] candidates = choice.candidates();
    Decoder<RankedItems> decoder =
        (batch, row) ->
            choice.best(candidates.length == 0 ? batch.scores(row) : batch.scores(row, candidates));
    return switch (subject.way()) {
      case POPULARITY ->
          CompletableFuture.completedFuture(
              new Outcome.Completed<>(choice.best(popularity(candidates))));
      case TRAINED_COLUMN ->
          model
              .users()
              .orElseThrow()
              .submit(call.traced(new UserJob<>(call, subject.user().orElseThrow(), decoder)));
      case NETWORK ->
          model
              .rows()
              .submit(
                  call.traced(
                      new RowsJob<>(call, List.of(subject.ratings().orElseThrow()), decoder)));
      case FITTED_COLUMN -> {
        NewColumns fitting = model.newColumns().orElseThrow();
        yield sideWork
            .fit(call, () -> subject.ratings().orElseThrow().fit(fitting.foldIn()))
            .thenCompose(
                outcome ->
                    fitting
                        .queue()
                        .submit(
                            call.traced(
                                new ColumnJob<>(call, List.of(completed(outcome)), decoder))));
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

  /** Chooses a diverse list: one item more than asked for, if there is another. */
  private RankedItems diverse(RankedItems pool) {
    Codes codes = model.codes(Orientation.ITEM).orElseThrow();
    RatingScale scale = model.metadata().scale();
    return DiverseItems.choose(
        pool,
        scale.min(),
        scale.max(),
        query.page().shown(),
        codes,
        query.diversity(),
        query.topN() + 1);
  }

  /** The items to show. A further item only shows that there is another page. */
  private int[] shown(RankedItems ranked) {
    return Arrays.copyOf(ranked.items(), Math.min(ranked.size(), query.topN()));
  }

  private RecommendedItems list(
      Subject subject, RankedItems ranked, List<List<RecommendedItems.Reason>> reasons) {
    IdVocabulary vocabulary = model.metadata().items();
    int[] shown = shown(ranked);
    List<RecommendedItems.Item> items = new ArrayList<>(shown.length);
    for (int i = 0; i < shown.length; i++) {
      items.add(
          new RecommendedItems.Item(
              vocabulary.id(shown[i]),
              vocabulary.title(shown[i]),
              model.metadata().scale().clip(ranked.scores()[i]),
              i < reasons.size() ? reasons.get(i) : List.of()));
    }
    String next = ranked.size() > shown.length ? nextPage(shown) : "";
    return new RecommendedItems(model, query, subject.basis(), items, next);
  }

  private String nextPage(int[] items) {
    PageToken page = query.page();
    BitSet shown = page.shown();
    for (int item : items) {
      shown.set(item);
    }
    return query.diversity() > 0 && shown.cardinality() >= RecommendQuery.MAX_DIVERSE
        ? ""
        : new PageToken(model.version(), page.request(), shown).encode();
  }
}
