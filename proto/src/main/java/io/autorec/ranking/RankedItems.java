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

  /** How many there are. */
  public int size() {
    return items.length;
  }
}
