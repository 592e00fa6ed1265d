package io.autorec.trainer.settings;

import io.autorec.model.Orientation;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.network.Centering;
import io.autorec.trainer.network.OutputActivation;

/**
 * What the trainer does where the user does not say: rules by the shape of the data, measured in
 * docs/measurements/recipe.md.
 */
public final class DefaultRecipe {
  /** Training ratings of the average row from which raw ratings train better than residuals. */
  private static final double DENSE_ROW = 30;

  /** Training ratings in all from which they do. */
  private static final int MANY_RATINGS = 50_000;

  /** Rows from which raw ratings train as well as residuals. */
  private static final int MANY_ROWS = 200;

  /** Rows in a mini-batch, where they are enough for {@value #FEW_STEPS} steps an epoch. */
  private static final int BATCH = 128;

  private static final int FEW_STEPS = 8;

  /** Steps of an epoch of few rows. */
  private static final int STEPS = 16;

  private static final int SMALLEST_BATCH = 2;

  /** Ratings that tell one epoch from another; a tenth of the training ratings may go to it. */
  private static final double VALIDATION_RATINGS = 2_000;

  private DefaultRecipe() {}

  /**
   * Raw ratings for item-based models of many ratings in many dense rows, and wherever the output
   * is a sigmoid; residuals on the biases for all else.
   */
  public static Centering centering(
      Orientation orientation, OutputActivation output, RatingMatrix training) {
    int rows = training.observedRows().length;
    boolean dense =
        training.size() >= MANY_RATINGS
            && rows >= MANY_ROWS
            && (double) training.size() / rows >= DENSE_ROW;
    return output == OutputActivation.SIGMOID || (orientation == Orientation.ITEM && dense)
        ? Centering.NONE
        : Centering.BIAS;
  }

  /** Lambda, which grows with c, the training ratings of the average column. */
  public static double weightDecay(
      Orientation orientation, Centering centering, RatingMatrix training) {
    double c = (double) training.size() / training.observedColumns();
    if (centering == Centering.NONE) {
      return Math.max(20, Math.min(200, 0.87 * c));
    }
    return orientation == Orientation.ITEM ? 15 : 10 * Math.sqrt(c);
  }

  /**
   * Rows in a mini-batch: {@value #BATCH}, or, where an epoch would have less than {@value
   * #FEW_STEPS} steps, a {@value #STEPS}th of the rows.
   */
  public static int batchSize(int rows) {
    return hasFewSteps(rows) ? Math.max(SMALLEST_BATCH, (rows + STEPS - 1) / STEPS) : BATCH;
  }

  /** Epochs without a better one to stop after: twice as many where epochs are short. */
  public static int patience(int rows) {
    return hasFewSteps(rows) ? 30 : 15;
  }

  private static boolean hasFewSteps(int rows) {
    return rows <= (FEW_STEPS - 1) * BATCH;
  }

  /** Share of the training ratings to choose the epoch on: 2%, but more where that is few. */
  public static double validationRatio(int trainingRatings) {
    return Math.max(0.02, Math.min(0.1, VALIDATION_RATINGS / trainingRatings));
  }
}
