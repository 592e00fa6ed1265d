package io.autorec.trainer.evaluation;

import io.autorec.trainer.matrix.RatingMatrix;

/**
 * Errors over held-out ratings, in the unit of the rating scale.
 *
 * @param rmse root mean squared error
 * @param mae mean absolute error
 * @param ratings how many ratings were predicted
 * @param coldRatings how many of them had a row or column without a training rating
 * @param histogram counts of prediction less rating, in bins of {@value #BIN} from -{@value #RANGE}
 *     to {@value #RANGE}; what lies outside is in the first or last bin
 */
public record PredictionError(
    double rmse, double mae, long ratings, long coldRatings, long[] histogram) {
  /** Width of a histogram bin. */
  public static final double BIN = 0.25;

  /** The upper end of the histogram. */
  public static final double RANGE = 4;

  /** Predicts one rating at a time. */
  @FunctionalInterface
  public interface Predictor {
    double predict(int row, int column);
  }

  /**
   * Predicts every held-out rating from the ratings that the model may see.
   *
   * @param input the training ratings
   * @param heldOut the ratings to predict, in the same shape
   * @throws IllegalArgumentException if a rating is in both: the model would then see what it has
   *     to predict
   */
  public static PredictionError of(Reconstructor model, RatingMatrix input, RatingMatrix heldOut) {
    requireDisjoint(input, heldOut);
    return of(model.predict(input, heldOut), input, heldOut);
  }

  private static void requireDisjoint(RatingMatrix input, RatingMatrix heldOut) {
    for (int row = 0; row < heldOut.rows(); row++) {
      int i = input.start(row);
      for (int h = heldOut.start(row); h < heldOut.start(row + 1); h++) {
        while (i < input.start(row + 1) && input.column(i) < heldOut.column(h)) {
          i++;
        }
        if (i < input.start(row + 1) && input.column(i) == heldOut.column(h)) {
          throw new IllegalArgumentException(
              "row %s, column %s: held out, but in the model's input (expected: in one of them)"
                  .formatted(row, heldOut.column(h)));
        }
      }
    }
  }

  /** The errors of given predictions, one for each held-out rating. */
  public static PredictionError of(float[] predictions, RatingMatrix input, RatingMatrix heldOut) {
    Sum sum = new Sum(input);
    for (int row : heldOut.observedRows()) {
      for (int i = heldOut.start(row); i < heldOut.start(row + 1); i++) {
        sum.add(heldOut, row, i, predictions[i]);
      }
    }
    return sum.result();
  }

  /**
   * Returns true if predictions are better than others by more than chance.
   *
   * @param clearly the least gain in standard errors of the mean difference of their squared errors
   */
  public static boolean clearlyBetter(
      float[] predictions, float[] others, RatingMatrix heldOut, double clearly) {
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < heldOut.size(); i++) {
      double error = predictions[i] - heldOut.rating(i);
      double other = others[i] - heldOut.rating(i);
      double gain = other * other - error * error;
      sum += gain;
      squares += gain * gain;
    }
    double mean = sum / heldOut.size();
    double variance = squares / heldOut.size() - mean * mean;
    return mean > clearly * Math.sqrt(variance / heldOut.size());
  }

  /** The errors of a baseline that predicts one rating at a time. */
  public static PredictionError ofBaseline(
      Predictor baseline, RatingMatrix input, RatingMatrix heldOut) {
    Sum sum = new Sum(input);
    for (int row : heldOut.observedRows()) {
      for (int i = heldOut.start(row); i < heldOut.start(row + 1); i++) {
        sum.add(heldOut, row, i, baseline.predict(row, heldOut.column(i)));
      }
    }
    return sum.result();
  }

  private static final class Sum {
    private final RatingMatrix input;
    private final boolean[] coldColumns;
    private final long[] histogram = new long[(int) Math.round(2 * RANGE / BIN)];
    private double squared;
    private double absolute;
    private long ratings;
    private long cold;

    Sum(RatingMatrix input) {
      this.input = input;
      this.coldColumns = input.coldColumns();
    }

    void add(RatingMatrix heldOut, int row, int index, double prediction) {
      double error = prediction - heldOut.rating(index);
      squared += error * error;
      absolute += Math.abs(error);
      ratings++;
      if (input.count(row) == 0 || coldColumns[heldOut.column(index)]) {
        cold++;
      }
      int bin = (int) Math.floor((error + RANGE) / BIN);
      histogram[Math.max(0, Math.min(histogram.length - 1, bin))]++;
    }

    PredictionError result() {
      return new PredictionError(
          Math.sqrt(squared / ratings), absolute / ratings, ratings, cold, histogram);
    }
  }
}
