package io.autorec.server.endpoint;

import io.autorec.model.IdVocabulary;
import io.autorec.model.Reasons;
import io.autorec.server.repository.LoadedModel;
import io.autorec.server.request.Given;
import io.autorec.v1.RecommendResponse;
import io.autorec.v1.Recommendation;

/** Names the ratings that moved recommendations. */
final class Explainer {
  private Explainer() {}

  /**
   * The recommendations with reasons.
   *
   * @param model one that fits users
   * @param given what the user rated
   * @param count reasons for each recommendation, at most
   * @param caller who waits; once nobody does, the rest goes without reasons
   */
  static RecommendResponse explain(
      LoadedModel model, Given given, int count, Waiting caller, RecommendResponse response) {
    IdVocabulary items = model.metadata().items();
    Reasons reasons =
        new Reasons(model.fitting().orElseThrow().foldIn(), given.positions(), given.ratings());
    RecommendResponse.Builder explained = response.toBuilder();
    for (Recommendation.Builder recommendation : explained.getRecommendationsBuilderList()) {
      if (caller.gone()) {
        break;
      }
      int item = items.position(recommendation.getItemId()).orElseThrow();
      for (Reasons.Reason reason : reasons.of(item, count)) {
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
