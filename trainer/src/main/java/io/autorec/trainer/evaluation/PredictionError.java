package io.autorec.trainer.evaluation;

import io.autorec.trainer.matrix.RatingMatrix;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * Errors over held-out ratings, in the unit of the rating scale.
 *
 * @param rmse root mean squared error
 * @param mae mean absolute error
 * @param ratings how many ratings were predicted
 * @param coldRatings how many of them had a row or column without a training rating
 * @param knownRmse the RMSE of the others; NaN if there are none
 * @param histogram counts of prediction less rating, in bins of {@value #BIN} from -{@value #RANGE}
 *     to {@value #RANGE}; what lies outside is in the first or last bin
 */
public record PredictionError(
    double rmse, double mae, long ratings, long coldRatings, double knownRmse, long[] histogram)
    implements Serializable {
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
    Sum sum = new Sum();
    boolean[] coldColumns = input.coldColumns();
    for (int row : heldOut.observedRows()) {
      boolean coldRow = input.count(row) == 0;
      for (int i = heldOut.start(row); i < heldOut.start(row + 1); i++) {
        sum.add(
            (double) predictions[i] - heldOut.rating(i), coldRow || coldColumns[heldOut.column(i)]);
      }
    }
    return sum.result();
  }

  /**
   * Returns true if predictions are better than others by more than chance. Of a single rating, it
   * cannot be told.
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
    // NaN for a single rating.
    return mean > clearly * Math.sqrt(variance / (heldOut.size() - 1));
  }

  /** The errors of a baseline that predicts one rating at a time. */
  public static PredictionError ofBaseline(
      Predictor baseline, RatingMatrix input, RatingMatrix heldOut) {
    Sum sum = new Sum();
    boolean[] coldColumns = input.coldColumns();
    for (int row : heldOut.observedRows()) {
      boolean coldRow = input.count(row) == 0;
      for (int i = heldOut.start(row); i < heldOut.start(row + 1); i++) {
        int column = heldOut.column(i);
        sum.add(baseline.predict(row, column) - heldOut.rating(i), coldRow || coldColumns[column]);
      }
    }
    return sum.result();
  }

  /**
   * The errors of a fallback on ratings of rows or columns that the input lacks: all are cold.
   *
   * @param predictions one for each rating
   */
  public static PredictionError ofUnknown(float[] predictions, float[] ratings) {
    Sum sum = new Sum();
    for (int i = 0; i < ratings.length; i++) {
      sum.add(predictions[i] - ratings[i], true);
    }
    return sum.result();
  }

  /** Returns true if some ratings are cold, and others are not. */
  public boolean hasBoth() {
    return coldRatings > 0 && coldRatings < ratings;
  }

  /** The errors over the ratings of both. */
  public PredictionError and(PredictionError other) {
    if (other.ratings == 0) {
      return this;
    }
    if (ratings == 0) {
      return other;
    }
    Sum sum = new Sum();
    for (PredictionError part : List.of(this, other)) {
      sum.squared += part.rmse * part.rmse * part.ratings;
      sum.absolute += part.mae * part.ratings;
      sum.ratings += part.ratings;
      sum.cold += part.coldRatings;
      if (part.ratings > part.coldRatings) {
        sum.squaredOfKnown += part.knownRmse * part.knownRmse * (part.ratings - part.coldRatings);
      }
      Arrays.setAll(sum.histogram, bin -> sum.histogram[bin] + part.histogram[bin]);
    }
    return sum.result();
  }

  private static final class Sum {
    private final long[] histogram = new long[(int) Math.round(2 * RANGE / BIN)];
    private double squared;
    private double squaredOfKnown;
    private double absolute;
    private long ratings;
    private long cold;

    void add(double error, boolean isCold) {
      squared += error * error;
      absolute += Math.abs(error);
      ratings++;
      if (isCold) {
        cold++;
      } else {
        squaredOfKnown += error * error;
      }
      int bin = (int) Math.floor((error + RANGE) / BIN);
      histogram[Math.max(0, Math.min(histogram.length - 1, bin))]++;
    }

    PredictionError result() {
      return new PredictionError(
          Math.sqrt(squared / ratings),
          absolute / ratings,
          ratings,
          cold,
          Math.sqrt(squaredOfKnown / (ratings - cold)),
          histogram);
    }
  }
}
