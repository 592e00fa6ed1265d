package io.autorec.server.answer;

import io.autorec.foldin.Codes;
import io.autorec.model.IdVocabulary;
import io.autorec.model.ModelFormat;
import io.autorec.model.Orientation;
import io.autorec.model.RatingScale;
import io.autorec.ranking.DiverseItems;
import io.autorec.ranking.RankedItems;
import io.autorec.server.answer.job.CallContext;
import io.autorec.server.answer.job.CallJob;
import io.autorec.server.answer.job.SideWork;
import io.autorec.server.repository.version.LoadedModel;
import io.autorec.server.repository.version.NewColumns;
import io.autorec.server.request.InputRow;
import io.autorec.server.request.PageToken;
import io.autorec.server.request.RecommendQuery;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Recommends items to one user: the best predictions among those they have not rated.
 *
 * @param call the call that waits for the answer
 * @param sideWork the threads that fit and compare
 */
public record Recommendation(
    LoadedModel model, RecommendQuery query, CallContext call, SideWork sideWork)
    implements UseCase<RecommendedItems> {
  @Override
  public void requireAble() {
    boolean fits =
        model.metadata().orientation() == Orientation.USER || model.newColumns().isPresent();
    if (query.reasons() != 0 && !fits) {
      throw RefusedException.unable(
          model,
          "cannot explain (expected: explain 0, or a model with " + ModelFormat.FOLD_IN_FILE + ")");
    }
    if (query.diversity() > 0 && model.codes(Orientation.ITEM).isEmpty()) {
      throw RefusedException.unable(
          model,
          "cannot say which items are alike (expected: diversity 0, or a model with "
              + ModelFormat.FOLD_IN_FILE
              + ", published by this version of the trainer)");
    }
    if (query.ratings().isPresent() && !fits) {
      throw RefusedException.unable(
          model,
          "is item-based, without "
              + ModelFormat.FOLD_IN_FILE
              + ", and cannot recommend from ratings (expected: user_id of a known user alone, or a"
              + " model trained with --orientation user or --output-activation identity)");
    }
  }

  @Override
  public CompletableFuture<RecommendedItems> answer() {
    Subject subject = Subject.of(model, query);
    CompletableFuture<RankedItems> ranked =
        ranked(subject, new ItemChoice(query, model.metadata().scale(), subject.rated()));
    if (query.diversity() > 0) {
      ranked = ranked.thenCompose(pool -> sideWork.compare(call, () -> diverse(pool)));
    }
    if (query.reasons() == 0 || subject.ratings().isEmpty()) {
      return ranked.thenApply(best -> list(subject, best, List.of()));
    }
    Explanation explanation =
        new Explanation(model, subject.ratings().get(), query.reasons(), call, sideWork);
    return ranked.thenCompose(
        best ->
            explanation.reasons(shown(best)).thenApply(reasons -> list(subject, best, reasons)));
  }

  private CompletableFuture<RankedItems> ranked(Subject subject, ItemChoice choice) {
    int[] candidates = choice.candidates();
    CallJob.Decoder<RankedItems> decoder =
        (batch, row) ->
            choice.best(candidates.length == 0 ? batch.scores(row) : batch.scores(row, candidates));
    return switch (subject.way()) {
      case POPULARITY -> CompletableFuture.completedFuture(choice.best(popularity(candidates)));
      case TRAINED_COLUMN ->
          model
              .users()
              .orElseThrow()
              .submit(CallJob.user(call, subject.user().orElseThrow(), decoder));
      case NETWORK -> {
        List<InputRow> rows = List.of(subject.ratings().orElseThrow());
        yield model.rows().submit(CallJob.rows(call, rows, decoder));
      }
      case FITTED_COLUMN -> {
        NewColumns fitting = model.newColumns().orElseThrow();
        yield sideWork
            .fit(call, () -> subject.ratings().orElseThrow().fit(fitting.foldIn()))
            .thenCompose(
                column -> fitting.queue().submit(CallJob.columns(call, List.of(column), decoder)));
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
