package io.autorec.server.page;

import io.autorec.server.answer.RecommendedItems;
import io.autorec.server.page.TryView.Because;
import io.autorec.server.page.TryView.Item;
import io.autorec.server.page.TryView.ItemList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows recommended items as a list, in the words of people. */
final class RecommendedList {
  private RecommendedList() {}

  static ItemList of(RecommendedItems answer) {
    return new ItemList(
        "", note(answer), answer.items().stream().map(RecommendedList::item).toList(), "");
  }

  private static String note(RecommendedItems answer) {
    String basis =
        switch (answer.basis()) {
          case RECOMMENDATION_BASIS_TRAINED_USER, RECOMMENDATION_BASIS_STORED_RATINGS ->
              "from what the model knows of this user";
          case RECOMMENDATION_BASIS_GIVEN_RATINGS -> "from your ratings";
          case RECOMMENDATION_BASIS_UPDATED_RATINGS ->
              "from what the model knows of this user, and your ratings";
          default -> "what most people rate, until you rate something";
        };
    int unknown = answer.query().ratings().map(row -> row.unknownIds().size()).orElse(0);
    return basis
        + order(answer)
        + (unknown == 0
            ? ""
            : "; " + Words.count(unknown, "rating") + " of items that it does not know left out");
  }

  private static String order(RecommendedItems answer) {
    if (!answer.query().byChoice()) {
      return ", ranked by the predicted rating";
    }
    return answer.query().omitPredicted()
        ? ", ranked by a score of choice"
        : ", ranked by choice; the number is the predicted rating";
  }

  private static Item item(RecommendedItems.Item item) {
    @Nullable Float predicted = item.predictedRating();
    return new Item(
        item.id(),
        RateField.label(item.title(), item.id()),
        predicted == null ? Numbers.exact(item.score()) : Numbers.rate(predicted),
        predicted == null ? "score" : "predicted rating",
        because(item.reasons()));
  }

  private static List<Because> because(List<RecommendedItems.Reason> reasons) {
    return reasons.stream()
        .map(
            reason ->
                new Because(
                    RateField.label(reason.title(), reason.id()),
                    Numbers.effect(reason.effect()),
                    reason.effect() >= 0))
        .toList();
  }
}
