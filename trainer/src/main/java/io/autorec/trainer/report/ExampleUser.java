package io.autorec.trainer.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user of the training data, and what the model recommends to them.
 *
 * @param id the user's id
 * @param ratings how many ratings the model was shown
 * @param highest the highest of them, highest first
 * @param list the user's list, best first
 */
public record ExampleUser(String id, int ratings, List<Rated> highest, List<Listed> list) {
  public ExampleUser {
    highest = List.copyOf(highest);
    list = List.copyOf(list);
  }

  /**
   * A rating that the model was shown.
   *
   * @param item its title, or its id where there is none
   */
  public record Rated(String item, float rating) {}

  /**
   * An item of the list.
   *
   * @param item its title, or its id where there is none
   * @param predicted the predicted rating, on the scale; null if the model predicts none
   * @param hidden the test rating of the user; null if there is none
   */
  public record Listed(String item, @Nullable Float predicted, @Nullable Float hidden) {}
}
