package io.autorec.server.answer;

import io.autorec.server.repository.version.LoadedModel;
import io.autorec.server.request.RecommendQuery;
import io.autorec.v1.RecommendationBasis;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Recommended items.
 *
 * @param model the model that answered
 * @param query what was asked
 * @param basis what the recommendations were computed from
 * @param items the best first
 * @param nextPageToken continues the list; "" if there is no more
 */
public record RecommendedItems(
    LoadedModel model,
    RecommendQuery query,
    RecommendationBasis basis,
    List<Item> items,
    String nextPageToken) {
  /**
   * A recommended item.
   *
   * @param title "" where unknown
   * @param score what it was ranked by
   * @param predictedRating on the model's scale; null if it is left out
   * @param reasons the strongest first; none unless asked for
   */
  public record Item(
      String id,
      String title,
      float score,
      @Nullable Float predictedRating,
      List<Reason> reasons) {}

  /**
   * A rating of the user, or a choice without one, that moved the score of an item.
   *
   * @param id of the rated item
   * @param title "" where unknown
   * @param rating null for a choice without a rating
   * @param effect the score with the rating minus the score without it
   */
  public record Reason(String id, String title, @Nullable Float rating, float effect) {}

  public RecommendedItems {
    items = List.copyOf(items);
  }
}
