package io.autorec.ranking;

/**
 * Items in the order in which they are to be shown.
 *
 * @param items positions
 * @param scores aligned with them
 */
public record RankedItems(int[] items, float[] scores) {
  public RankedItems {
    if (items.length != scores.length) {
      throw new IllegalArgumentException(
          items.length + " items and " + scores.length + " scores (expected: as many)");
    }
  }

  /**
   * The best of a row of scores, as {@link TopItems#best} finds them.
   *
   * @param scores [width], no NaN
   * @param count the most items to return, at least 1
   */
  public static RankedItems best(float[] scores, int count) {
    int[] items = TopItems.best(scores, count);
    float[] ofItems = new float[items.length];
    for (int i = 0; i < items.length; i++) {
      ofItems[i] = scores[items[i]];
    }
    return new RankedItems(items, ofItems);
  }

  public int size() {
    return items.length;
  }
}
