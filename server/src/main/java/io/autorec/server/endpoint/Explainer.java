package io.autorec.server.endpoint;

import io.autorec.foldin.FoldIn;
import io.autorec.foldin.Reasons;
import io.autorec.model.IdVocabulary;
import io.autorec.model.Orientation;
import io.autorec.server.repository.LoadedModel;
import io.autorec.server.request.Given;
import io.autorec.v1.RecommendResponse;
import io.autorec.v1.Recommendation;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Names the ratings that moved recommendations. */
final class Explainer {
  private final LoadedModel model;
  private final Given given;
  private final int count;
  private final Waiting caller;

  /**
   * @param model an item-based one that fits users, or a user-based one
   * @param given what the user rated
   * @param count reasons for each recommendation, at most
   * @param caller who waits; once nobody does, the rest goes without reasons
   */
  Explainer(LoadedModel model, Given given, int count, Waiting caller) {
    this.model = model;
    this.given = given;
    this.count = count;
    this.caller = caller;
  }

  /** The recommendations with reasons. */
  CompletableFuture<RecommendResponse> explain(RecommendResponse response, SideWork sideWork) {
    IdVocabulary items = model.metadata().items();
    int[] recommended =
        response.getRecommendationsList().stream()
            .mapToInt(recommendation -> items.position(recommendation.getItemId()).orElseThrow())
            .toArray();
    if (model.metadata().orientation() == Orientation.USER) {
      return LeaveOneOut.effects(model, given, recommended, caller)
          .thenApply(effects -> with(response, index -> strongest(effects[index])));
    }
    FoldIn foldIn = model.fitting().orElseThrow().foldIn();
    return sideWork.compare(
        caller,
        () -> {
          Reasons reasons = new Reasons(foldIn, given.positions(), given.ratings());
          return with(response, index -> reasons.of(recommended[index], count));
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

  private RecommendResponse with(
      RecommendResponse response, IntFunction<List<Reasons.Reason>> reasonsOf) {
    IdVocabulary items = model.metadata().items();
    RecommendResponse.Builder explained = response.toBuilder();
    for (int index = 0; index < explained.getRecommendationsCount() && !caller.gone(); index++) {
      Recommendation.Builder recommendation = explained.getRecommendationsBuilder(index);
      for (Reasons.Reason reason : reasonsOf.apply(index)) {
        int rated = given.positions()[reason.index()];
        recommendation
            .addReasonsBuilder()
            .setItemId(items.id(rated))
            .setTitle(items.title(rated))
            .setRating(given.ratings()[reason.index()])
            .setEffect(reason.effect());
      }
    }
    return explained.build();
  }
}
