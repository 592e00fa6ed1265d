package io.autorec.server.answer;

import io.autorec.foldin.FoldIn;
import io.autorec.foldin.Reasons;
import io.autorec.model.IdVocabulary;
import io.autorec.model.Orientation;
import io.autorec.ranking.RankingHead;
import io.autorec.server.answer.job.CallContext;
import io.autorec.server.answer.job.SideWork;
import io.autorec.server.repository.version.LoadedModel;
import io.autorec.server.request.InputRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Finds the ratings of a user that moved the scores of items. Scores by choice are sums over
 * ratings. For predicted ratings, an item-based model has a formula; a user-based model runs again
 * without each rating.
 *
 * @param model one with a ranking head, a user-based one, or one that fits users
 * @param byChoice true if the scores are by choice
 * @param given the ratings of the user, or what the user chose if the scores are by choice
 * @param unrated the items of these that the user chose without a rating
 * @param count the most reasons of an item
 */
record Explanation(
    LoadedModel model,
    boolean byChoice,
    InputRow given,
    IntPredicate unrated,
    int count,
    CallContext call,
    SideWork sideWork) {
  /** To find one summand takes about as long as so many additions. */
  private static final long ADDITIONS_PER_SUMMAND = 16;

  /**
   * Finds the reasons of each item, aligned with the items. It stops early if nobody waits for the
   * answer any more.
   */
  CompletableFuture<List<List<RecommendedItems.Reason>>> reasons(int[] items) {
    if (byChoice) {
      RankingHead head = model.choiceLists().orElseThrow().head();
      int[] rated = given.positions();
      return sideWork.sum(
          call,
          ADDITIONS_PER_SUMMAND * rated.length * items.length,
          () -> ofEach(items, index -> head.reasons(items[index], rated, given.ratings(), count)));
    }
    if (model.metadata().orientation() == Orientation.USER) {
      return LeaveOneOut.effects(model, given, items, call)
          .thenApply(effects -> ofEach(items, index -> strongest(effects[index])));
    }
    FoldIn foldIn = model.newColumns().orElseThrow().foldIn();
    return sideWork.compare(
        call,
        () -> {
          Reasons reasons = new Reasons(foldIn, given.positions(), given.ratings());
          return ofEach(items, index -> reasons.of(items[index], count));
        });
  }

  private List<Reasons.Reason> strongest(float[] effects) {
    return IntStream.range(0, effects.length)
        .boxed()
        .filter(rating -> effects[rating] != 0)
        .sorted(Comparator.comparingDouble(rating -> -Math.abs(effects[rating])))
        .limit(count)
        .map(rating -> new Reasons.Reason(rating, effects[rating]))
        .toList();
  }

  private List<List<RecommendedItems.Reason>> ofEach(
      int[] items, IntFunction<List<Reasons.Reason>> reasonsOf) {
    List<List<RecommendedItems.Reason>> all = new ArrayList<>(items.length);
    for (int index = 0; index < items.length && !call.isGone(); index++) {
      all.add(reasonsOf.apply(index).stream().map(this::named).toList());
    }
    return all;
  }

  private RecommendedItems.Reason named(Reasons.Reason reason) {
    IdVocabulary items = model.metadata().items();
    int rated = given.positions()[reason.index()];
    return new RecommendedItems.Reason(
        items.id(rated),
        items.title(rated),
        unrated.test(rated) ? null : given.ratings()[reason.index()],
        reason.effect());
  }
}
