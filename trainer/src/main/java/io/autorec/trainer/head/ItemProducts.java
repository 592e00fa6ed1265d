package io.autorec.trainer.head;

/** The scalar products of items' columns in the input matrix. */
interface ItemProducts {
  /**
   * The lower half of the products of some items with each other.
   *
   * @param items positions, ascending
   * @return row k with k + 1 entries; the caller's own
   */
  double[][] among(int[] items);
}
