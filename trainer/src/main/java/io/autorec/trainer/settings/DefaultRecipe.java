package io.autorec.trainer.settings;

import io.autorec.model.Orientation;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.network.Centering;
import io.autorec.trainer.network.OutputActivation;
import java.util.List;

/**
 * The trainer's choices where the user makes none: rules by the shape of the data, measured in
 * docs/measurements/recipe.md.
 */
public final class DefaultRecipe {
  /** The hidden units of a network, where the heap holds them: the paper's choice. */
  public static final int HIDDEN_UNITS = 500;

  /**
   * The training ratings of the average row from which on raw ratings are better than residuals.
   */
  private static final double DENSE_ROW = 30;

  /** The number of all training ratings from which on raw ratings are better. */
  private static final int MANY_RATINGS = 50_000;

  /** The number of rows from which on raw ratings are as good as residuals. */
  private static final int MANY_ROWS = 200;

  /** Rows in a mini-batch, if there are enough for {@value #FEW_STEPS} steps an epoch. */
  private static final int BATCH = 128;

  private static final int FEW_STEPS = 8;

  /** Steps of an epoch if there are few rows. */
  private static final int STEPS = 16;

  private static final int SMALLEST_BATCH = 2;

  /** The ratings of a column in a batch that are worth a step of the column. */
  private static final int RATINGS_PER_STEP = 5;

  /** The training ratings up to which a batch has {@value #BATCH} rows. */
  private static final int MANY_FOR_BATCH = 1_000_000;

  private static final int EPOCHS = 60;

  private static final int MOST_RATINGS_WITH_FACTORS = 500_000;

  private static final int MOST_IDS_WITH_FACTORS = 20_000;

  /** The least number of steps of a training. */
  private static final int FEWEST_STEPS = 800;

  private static final int PATIENCE = 15;

  /** The least number of steps without a better epoch after which training stops. */
  private static final int PATIENT_STEPS = 400;

  /** The least share of the training ratings to choose the epoch on. */
  private static final double FEW_FOR_VALIDATION = 0.02;

  /**
   * The number of ratings that suffice to compare epochs. At most a tenth of the training ratings
   * is used.
   */
  private static final double VALIDATION_RATINGS = 2_000;

  private DefaultRecipe() {}

  /** The hidden units to try where the heap does not hold {@value #HIDDEN_UNITS}, in this order. */
  public static List<Integer> fewerHiddenUnits() {
    return List.of(400, 300, 200, 150, 100, 50);
  }

  /**
   * The centring: raw ratings for item-based models of many ratings in many dense rows, and for
   * every sigmoid output; otherwise residuals on the biases.
   */
  public static Centering centering(
      Orientation orientation, OutputActivation output, RatingMatrix training) {
    return output == OutputActivation.SIGMOID
            || (orientation == Orientation.ITEM && isDense(training))
        ? Centering.NONE
        : Centering.BIAS;
  }

  private static boolean isDense(RatingMatrix training) {
    int rows = training.observedRows().length;
    return training.size() >= MANY_RATINGS
        && rows >= MANY_ROWS
        && (double) training.size() / rows >= DENSE_ROW;
  }

  /** Lambda, which grows with c, the training ratings of the average column. */
  public static double weightDecay(
      Orientation orientation, Centering centering, RatingMatrix training) {
    double c = (double) training.size() / training.observedColumns();
    if (centering == Centering.NONE) {
      return Math.max(20, Math.min(200, 0.87 * c));
    }
    if (orientation == Orientation.USER) {
      return 10 * Math.sqrt(c);
    }
    return isDense(training) ? 40 : 15;
  }

  /**
   * Rows in a mini-batch: {@value #BATCH}, or a {@value #STEPS}th of the rows if an epoch would
   * have fewer than {@value #FEW_STEPS} steps.
   *
   * <p>A step moves all parameters of each column that its batch observes. On much data, where
   * columns are many, that costs more than the ratings do. So from {@value #MANY_FOR_BATCH} ratings
   * on a batch has so many rows that a column has {@value #RATINGS_PER_STEP} ratings in it, as it
   * has in MovieLens 1M.
   */
  public static int batchSize(RatingMatrix training) {
    return batchSize(training.observedRows().length, training.observedColumns(), training.size());
  }

  /** The same for a number of rows and columns with ratings. */
  static int batchSize(int rows, int columns, int ratings) {
    if (hasFewSteps(rows)) {
      return Math.max(SMALLEST_BATCH, (rows + STEPS - 1) / STEPS);
    }
    double wanted = (double) RATINGS_PER_STEP * columns * rows / ratings;
    int most = Math.min(ratings / MANY_FOR_BATCH, rows / (FEW_STEPS * BATCH));
    return BATCH * (int) Math.max(1, Math.min(most, Math.round(wanted / BATCH)));
  }

  /** The number of epochs: {@value #EPOCHS}, or more if that is few steps. */
  public static int epochs(int rows, int batchSize) {
    return Math.max(EPOCHS, epochsFor(FEWEST_STEPS, rows, batchSize));
  }

  /**
   * The number of epochs without a better one after which training stops: {@value #PATIENCE}, or
   * more if that is few steps.
   */
  public static int patience(int rows, int batchSize) {
    return Math.max(PATIENCE, epochsFor(PATIENT_STEPS, rows, batchSize));
  }

  private static int epochsFor(int steps, int rows, int batchSize) {
    int stepsAnEpoch = (rows + batchSize - 1) / batchSize;
    return (steps + stepsAnEpoch - 1) / stepsAnEpoch;
  }

  /**
   * Returns true if networks with implicit factors are tried: where they take minutes at most,
   * since a step of the factors costs as much for every rating and every row as an epoch without
   * them.
   */
  static boolean triesFactors(RatingMatrix training) {
    return training.size() <= MOST_RATINGS_WITH_FACTORS
        && training.rows() + training.width() <= MOST_IDS_WITH_FACTORS;
  }

  private static boolean hasFewSteps(int rows) {
    return rows <= (FEW_STEPS - 1) * BATCH;
  }

  /**
   * The share of the training ratings to choose the epoch on: 2%, but more if that is few ratings.
   */
  public static double validationRatio(int trainingRatings) {
    return Math.max(FEW_FOR_VALIDATION, Math.min(0.1, VALIDATION_RATINGS / trainingRatings));
  }

  /**
   * Returns true if the validation ratings are trained on in the end: where they are more than
   * {@value #FEW_FOR_VALIDATION} of all.
   */
  static boolean trainsOnValidation(int trainingRatings) {
    return validationRatio(trainingRatings) > FEW_FOR_VALIDATION;
  }

  /**
   * The share of the interactions to choose the weight of popularity on: 2%, but more if that is
   * few; none if a tenth is few, since that choice would be chance.
   */
  public static double validationRatioOfInteractions(int trainingInteractions) {
    double ratio = validationRatio(trainingInteractions);
    return ratio * trainingInteractions < 0.999 * VALIDATION_RATINGS ? 0 : ratio;
  }
}
