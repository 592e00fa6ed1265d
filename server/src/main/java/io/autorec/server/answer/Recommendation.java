package io.autorec.server.answer;

import io.autorec.model.IdVocabulary;
import io.autorec.model.ModelFormat;
import io.autorec.model.Orientation;
import io.autorec.ranking.DiverseItems;
import io.autorec.ranking.RankedItems;
import io.autorec.server.answer.job.CallContext;
import io.autorec.server.answer.job.CallJob;
import io.autorec.server.answer.job.SideWork;
import io.autorec.server.answer.ranking.ChoiceRanking;
import io.autorec.server.answer.ranking.ItemChoice;
import io.autorec.server.repository.version.LoadedModel;
import io.autorec.server.repository.version.NewColumns;
import io.autorec.server.request.InputRow;
import io.autorec.server.request.PageToken;
import io.autorec.server.request.RecommendQuery;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Recommends items to one user: the best by choice, or by predicted rating, among those they have
 * not rated.
 *
 * @param call the call that waits for the answer
 * @param sideWork the threads that fit and compare
 */
public record Recommendation(
    LoadedModel model, RecommendQuery query, CallContext call, SideWork sideWork)
    implements UseCase<RecommendedItems> {
  @Override
  public void requireAble() {
    if (model.metadata().implicitFeedback() && !(query.byChoice() && query.allowsAll())) {
      throw RefusedException.predictsNone(
          model,
          query.byChoice()
              ? "no min_predicted_rating and max_predicted_rating"
              : "no rank_by, or RANK_BY_CHOICE");
    }
    if (query.byChoice() && model.choiceLists().isEmpty()) {
      throw RefusedException.unable(
          model,
          "has no "
              + ModelFormat.RANKING_FILE
              + ", and ranks by predicted rating alone (expected: no rank_by, or a model published"
              + " by this version of the trainer)");
    }
    boolean byRating = !query.byChoice();
    if (query.reasons() != 0 && byRating && !fits()) {
      throw RefusedException.unable(
          model,
          "cannot explain (expected: explain 0, or a model with " + ModelFormat.FOLD_IN_FILE + ")");
    }
    if (query.diversity() > 0 && model.likeness(Orientation.ITEM).isEmpty()) {
      throw RefusedException.unable(
          model,
          "cannot say which items are alike (expected: diversity 0, or a model with "
              + ModelFormat.FOLD_IN_FILE
              + ", published by this version of the trainer)");
    }
    if (query.ratings().isPresent() && (byRating || !query.allowsAll()) && !fits()) {
      throw RefusedException.unable(
          model,
          "is item-based, without "
              + ModelFormat.FOLD_IN_FILE
              + ", and cannot "
              + (byRating ? "recommend" : "predict")
              + " from ratings (expected: user_id of a known user alone, or a model trained with"
              + " --orientation user or --output-activation identity"
              + (byRating ? ")" : "; or no bounds on the predicted rating)"));
    }
  }

  /** Returns true if the model can predict ratings from the ratings in a request. */
  private boolean fits() {
    return model.metadata().orientation() == Orientation.USER || model.newColumns().isPresent();
  }

  @Override
  public CompletableFuture<RecommendedItems> answer() {
    Subject subject = Subject.of(model, query);
    ItemChoice choice = new ItemChoice(query, model.metadata().scale(), subject.rated());
    if (!query.byChoice()) {
      CompletableFuture<ItemChoice.Pool> pool =
          predicted(subject, choice, scores -> choice.best(scores, scores));
      return show(subject, pool, shown -> CompletableFuture.completedFuture(shown.scores()));
    }
    ChoiceRanking ranking =
        new ChoiceRanking(
            model.choiceLists().orElseThrow(), subject.choices(), choice, call, sideWork);
    return query.allowsAll()
        ? show(
            subject,
            ranking.best(subject.storedUser()),
            shown -> predictedOf(subject, shown.items()))
        : ranking.scores().thenCompose(scores -> showInBounds(subject, choice, scores));
  }

  /** Shows the best by choice of those whose predicted ratings are in the bounds. */
  private CompletableFuture<RecommendedItems> showInBounds(
      Subject subject, ItemChoice choice, float[] scores) {
    return predicted(subject, choice, float[]::clone)
        .thenCompose(
            predicted ->
                show(
                    subject,
                    CompletableFuture.completedFuture(choice.best(scores, predicted)),
                    shown ->
                        CompletableFuture.completedFuture(choice.of(shown.items(), predicted))));
  }

  /**
   * Predicts the ratings of all candidates.
   *
   * @param reader reads them; it may change them, and must not keep them
   */
  private <T> CompletableFuture<T> predicted(
      Subject subject, ItemChoice choice, Function<float[], T> reader) {
    int[] candidates = choice.candidates();
    return subject.way() == Subject.Way.POPULARITY
        ? CompletableFuture.completedFuture(reader.apply(choice.ofCandidates(model.popularity())))
        : run(
            subject,
            (batch, row) ->
                reader.apply(
                    candidates.length == 0 ? batch.scores(row) : batch.scores(row, candidates)));
  }

  /** Predicts the ratings of some items; none if they are left out. */
  private CompletableFuture<float[]> predictedOf(Subject subject, int[] items) {
    boolean isNone =
        query.omitPredicted()
            || items.length == 0
            || (subject.way() == Subject.Way.FITTED_COLUMN && !fits());
    if (isNone) {
      return CompletableFuture.completedFuture(new float[0]);
    }
    return subject.way() == Subject.Way.POPULARITY
        ? CompletableFuture.completedFuture(ItemChoice.at(items, model.popularity()))
        : run(subject, (batch, row) -> batch.scores(row, items));
  }

  /** Runs the graph for the subject. */
  private <T> CompletableFuture<T> run(Subject subject, CallJob.Decoder<T> decoder) {
    return switch (subject.way()) {
      case POPULARITY -> throw new IllegalStateException("popularity needs no graph");
      case TRAINED_COLUMN ->
          model
              .users()
              .orElseThrow()
              .submit(CallJob.user(call, subject.user().orElseThrow(), decoder));
      case NETWORK -> {
        List<InputRow> rows = List.of(subject.ratings().orElseThrow());
        yield model.rows().orElseThrow().submit(CallJob.rows(call, rows, decoder));
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

  /**
   * Builds the answer from the best items.
   *
   * @param predictedOf predicts the ratings of the items to show; none: they are left out
   */
  private CompletableFuture<RecommendedItems> show(
      Subject subject,
      CompletableFuture<ItemChoice.Pool> pool,
      Function<RankedItems, CompletableFuture<float[]>> predictedOf) {
    CompletableFuture<RankedItems> ranked =
        query.diversity() > 0
            ? pool.thenCompose(all -> sideWork.compare(call, () -> diverse(all)))
            : pool.thenApply(ItemChoice.Pool::items);
    return ranked.thenCompose(
        best -> {
          RankedItems shown = best.first(query.topN());
          // A further item only shows that there is another page.
          String next = best.size() > shown.size() ? nextPage(shown.items()) : "";
          return reasons(subject, shown.items())
              .thenCombine(
                  predictedOf.apply(shown),
                  (reasons, predicted) ->
                      new RecommendedItems(
                          model, query, subject.basis(), list(shown, predicted, reasons), next));
        });
  }

  /** Chooses a diverse list: one item more than asked for, if there is another. */
  private RankedItems diverse(ItemChoice.Pool pool) {
    return DiverseItems.choose(
        pool.items(),
        pool.worst(),
        pool.best(),
        query.page().shown(),
        model.likeness(Orientation.ITEM).orElseThrow(),
        query.diversity(),
        query.topN() + 1);
  }

  private CompletableFuture<List<List<RecommendedItems.Reason>>> reasons(
      Subject subject, int[] items) {
    return query.reasons() == 0 || subject.choices().isEmpty()
        ? CompletableFuture.completedFuture(List.of())
        : new Explanation(
                model,
                query.byChoice(),
                subject.choices(),
                subject.unrated(),
                query.reasons(),
                call,
                sideWork)
            .reasons(items);
  }

  private List<RecommendedItems.Item> list(
      RankedItems shown, float[] predicted, List<List<RecommendedItems.Reason>> reasons) {
    IdVocabulary vocabulary = model.metadata().items();
    List<RecommendedItems.Item> items = new ArrayList<>(shown.size());
    for (int i = 0; i < shown.size(); i++) {
      items.add(
          new RecommendedItems.Item(
              vocabulary.id(shown.items()[i]),
              vocabulary.title(shown.items()[i]),
              shown.scores()[i],
              predicted.length == 0 ? null : model.metadata().scale().clip(predicted[i]),
              i < reasons.size() ? reasons.get(i) : List.of()));
    }
    return items;
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
