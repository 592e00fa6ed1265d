package io.autorec.trainer.evaluation;

import io.autorec.trainer.matrix.RatingMatrix;
import java.util.Arrays;

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

  /** Where the histogram ends. */
  public static final double RANGE = 4;

  private static final int BATCH_ROWS = 256;

  /** One predicted rating at a time. */
  @FunctionalInterface
  public interface Predictor {
    double predict(int row, int column);
  }

  /**
   * Predicts every held-out rating from the ratings the model may see.
   *
   * @param input the training ratings
   * @param heldOut the ratings to predict, in the same shape
   */
  public static PredictionError of(Reconstructor model, RatingMatrix input, RatingMatrix heldOut) {
    Sum sum = new Sum(input);
    int[] rows = heldOut.observedRows();
    for (int from = 0; from < rows.length; from += BATCH_ROWS) {
      int[] batch = Arrays.copyOfRange(rows, from, Math.min(rows.length, from + BATCH_ROWS));
      float[] predictions = model.reconstruct(input, batch);
      for (int b = 0; b < batch.length; b++) {
        int offset = b * input.width();
        sum.addRow(heldOut, batch[b], (row, column) -> predictions[offset + column]);
      }
    }
    return sum.result();
  }

  /** The errors of a baseline that predicts each rating by itself. */
  public static PredictionError ofBaseline(
      Predictor baseline, RatingMatrix input, RatingMatrix heldOut) {
    Sum sum = new Sum(input);
    for (int row : heldOut.observedRows()) {
      sum.addRow(heldOut, row, baseline);
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

    void addRow(RatingMatrix heldOut, int row, Predictor predictor) {
      for (int i = heldOut.start(row); i < heldOut.start(row + 1); i++) {
        double error = predictor.predict(row, heldOut.column(i)) - heldOut.rating(i);
        squared += error * error;
        absolute += Math.abs(error);
        ratings++;
        if (input.count(row) == 0 || coldColumns[heldOut.column(i)]) {
          cold++;
        }
        int bin = (int) Math.floor((error + RANGE) / BIN);
        histogram[Math.max(0, Math.min(histogram.length - 1, bin))]++;
      }
    }

    PredictionError result() {
      return new PredictionError(
          Math.sqrt(squared / ratings), absolute / ratings, ratings, cold, histogram);
    }
  }
}
