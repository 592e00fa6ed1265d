package io.autorec.spark.recommend;

import io.autorec.trainer.input.InputException;
import io.autorec.v1.RankBy;
import java.io.Serializable;

/**
 * What lists are asked for.
 *
 * @param top the largest number of items for each user, at least 1
 * @param includeRated whether items that a user has rated stay in the list
 * @param rankBy what items are ranked by
 */
public record ListSettings(int top, boolean includeRated, RankBy rankBy) implements Serializable {
  public ListSettings {
    if (top < 1) {
      throw new InputException("--top: " + top + " (expected: >= 1)");
    }
  }
}
