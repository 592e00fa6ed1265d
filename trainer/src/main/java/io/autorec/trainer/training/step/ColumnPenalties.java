package io.autorec.trainer.training.step;

import io.autorec.trainer.matrix.RatingMatrix;
import java.util.HashMap;
import java.util.Map;

/**
 * The share of lambda that each column takes in a step.
 *
 * <p>A step moves the columns that its batch observes, and no others, so that it costs as much as
 * its ratings. Over an epoch each column still takes all of lambda, in expectation: with B of R
 * rows in a batch, a column with n ratings is in a batch with a probability of 1 - (1 - B/R)^n, and
 * its share is lambda B/R divided by this. For a column that is in every batch this is lambda B/R.
 */
public final class ColumnPenalties {
  private final double lambda;
  private final int rows;
  private final int[] counts;

  /** By the number of rows in a batch: the last one of an epoch may have fewer. */
  private final Map<Integer, float[]> bySize = new HashMap<>();

  /**
   * Counts the ratings of each column.
   *
   * @param lambda the weight decay of the whole training set
   */
  public ColumnPenalties(RatingMatrix training, double lambda) {
    this.lambda = lambda;
    this.rows = training.observedRows().length;
    this.counts = new int[training.width()];
    for (int i = 0; i < training.size(); i++) {
      counts[training.column(i)]++;
    }
  }

  /** The shares for a batch of so many rows, [width]; not to be changed. */
  public float[] of(int batchRows) {
    return bySize.computeIfAbsent(batchRows, this::shares);
  }

  private float[] shares(int batchRows) {
    double share = (double) batchRows / rows;
    float[] shares = new float[counts.length];
    for (int column = 0; column < shares.length; column++) {
      if (counts[column] > 0) {
        shares[column] = (float) (lambda * share / (1 - Math.pow(1 - share, counts[column])));
      }
    }
    return shares;
  }
}
