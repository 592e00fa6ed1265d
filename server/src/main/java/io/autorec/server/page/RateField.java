package io.autorec.server.page;

import io.autorec.model.RatingScale;
import io.autorec.server.repository.version.LoadedModel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The field in which an item is rated.
 *
 * @param key distinguishes the item's elements in the page
 * @param name the name of the field
 * @param label the title or else the id
 * @param given true if the item has a rating
 * @param choices the ratings to choose from; none if the scale has too many
 * @param box true if the item is chosen, not rated
 * @param value the rating; "" if there is none
 * @param min the lowest rating
 * @param max the highest rating
 */
record RateField(
    String key,
    String name,
    String label,
    boolean given,
    List<Choice> choices,
    boolean box,
    String value,
    String min,
    String max) {
  private static final int MOST_CHOICES = 11;

  /**
   * A rating to choose.
   *
   * @param key distinguishes it in the page
   */
  record Choice(String key, String value, boolean checked) {}

  static RateField of(LoadedModel model, int item, @Nullable Float rating) {
    RatingScale scale = model.metadata().scale();
    String value = rating == null ? "" : Numbers.rating(rating);
    return new RateField(
        "r" + item,
        TryForm.RATING + model.metadata().items().id(item),
        label(model, item),
        rating != null,
        model.metadata().implicitFeedback() ? List.of() : choices("r" + item, scale, value),
        model.metadata().implicitFeedback(),
        value,
        Numbers.rating(scale.min()),
        Numbers.rating(scale.max()));
  }

  /** Returns true if the rating is typed in. */
  boolean typed() {
    return !box && choices.isEmpty();
  }

  static String label(LoadedModel model, int item) {
    return label(model.metadata().items().title(item), model.metadata().items().id(item));
  }

  static String label(String title, String id) {
    return title.isEmpty() ? id : title;
  }

  /** Steps of 1, or of 0.5 if an end of the scale needs them. */
  private static List<Choice> choices(String key, RatingScale scale, String value) {
    double step = whole(scale.min()) && whole(scale.max()) ? 1 : 0.5;
    double steps = (scale.max() - scale.min()) / step;
    if (steps + 1 > MOST_CHOICES || !whole(steps) || !whole(scale.min() / step)) {
      return List.of();
    }
    List<Choice> choices = new ArrayList<>();
    for (int i = 0; i <= steps; i++) {
      String rating = Numbers.rating(scale.min() + i * step);
      choices.add(new Choice(key + "-" + i, rating, rating.equals(value)));
    }
    return choices;
  }

  private static boolean whole(double number) {
    return number == Math.rint(number);
  }
}
