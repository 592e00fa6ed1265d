package io.autorec.trainer.head;

import io.autorec.trainer.training.step.Workers;

/**
 * The products of all pairs of items, computed once: one half of the matrix, 2 bytes for each pair,
 * 0.8 GB for 20,000 items. The time grows with the sum of the users' squared numbers of ratings.
 */
final class ProductTable implements ItemProducts {
  /** The most items: 2 GiB. */
  static final int MOST_ITEMS = 32_768;

  private final float[][] lower;

  ProductTable(InputColumns columns, Workers workers) {
    this.lower = new float[columns.items()][];
    workers.forEach(lower.length, item -> lower[item] = columns.products(item, item + 1));
  }

  @Override
  public double[][] among(int[] items) {
    double[][] products = new double[items.length][];
    for (int row = 0; row < items.length; row++) {
      float[] all = lower[items[row]];
      products[row] = new double[row + 1];
      for (int column = 0; column <= row; column++) {
        products[row][column] = all[items[column]];
      }
    }
    return products;
  }
}
