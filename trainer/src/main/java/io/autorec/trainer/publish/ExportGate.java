package io.autorec.trainer.publish;

import io.autorec.model.ModelFormat;
import io.autorec.model.Orientation;
import io.autorec.model.RatingScale;
import io.autorec.trainer.evaluation.Reconstructor;
import io.autorec.trainer.inference.OnnxModel;
import io.autorec.trainer.matrix.RatingMatrix;
import java.util.stream.IntStream;

/** Runs the same real rows through the trained network and through the exported graphs. */
public final class ExportGate {
  /** The largest difference of two predictions, on a scale of width 4, that counts as rounding. */
  public static final double TOLERANCE = 1e-4;

  /** The most rows, and the most users, that are compared. */
  public static final int SAMPLED = 64;

  private ExportGate() {}

  /**
   * The predictions of the trained network for rows spread over the training ratings, maybe with
   * cold rows among them.
   */
  public static float[] sample(Reconstructor trained, RatingMatrix training) {
    return trained.reconstruct(training, spread(training.rows()));
  }

  /**
   * Compares predictions for those rows; for an item-based model, also the scores of as many users.
   *
   * @param sample the predictions of the trained network for those rows
   * @return the largest difference
   * @throws ExportException if a difference is over {@link #TOLERANCE} in proportion to the scale,
   *     or not a number
   */
  public static double check(float[] sample, OnnxModel exported, RatingMatrix training) {
    int[] rows = spread(training.rows());
    double largest =
        largestDifference(
            sample,
            exported.reconstruct(training, rows),
            tolerance(exported),
            ModelFormat.MODEL_FILE);
    if (exported.metadata().orientation() == Orientation.ITEM) {
      largest = Math.max(largest, checkUserScores(sample, exported, training, rows));
    }
    return largest;
  }

  private static double checkUserScores(
      float[] byItem, OnnxModel exported, RatingMatrix training, int[] items) {
    int width = training.width();
    int[] users = spread(width);
    float[] byUser = exported.userScores(IntStream.of(users).mapToLong(user -> user).toArray());
    float[] expected = new float[users.length * items.length];
    float[] found = new float[expected.length];
    for (int u = 0; u < users.length; u++) {
      for (int i = 0; i < items.length; i++) {
        expected[u * items.length + i] = byItem[i * width + users[u]];
        found[u * items.length + i] =
            exported.metadata().scale().clip(byUser[u * training.rows() + items[i]]);
      }
    }
    return largestDifference(expected, found, tolerance(exported), ModelFormat.USER_SCORES_FILE);
  }

  private static int[] spread(int size) {
    int count = Math.min(size, SAMPLED);
    return IntStream.range(0, count).map(i -> (int) ((long) i * size / count)).toArray();
  }

  private static double tolerance(OnnxModel exported) {
    RatingScale scale = exported.metadata().scale();
    return TOLERANCE * Math.max(1, (scale.max() - scale.min()) / 4);
  }

  private static double largestDifference(
      float[] expected, float[] found, double tolerance, String file) {
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      double difference = Math.abs(expected[i] - found[i]);
      if (!(difference <= tolerance)) {
        throw new ExportException(
            ("%s: predicts %s where the trained network predicts %s (expected: within %s); nothing was "
                    + "published")
                .formatted(file, found[i], expected[i], tolerance));
      }
      largest = Math.max(largest, difference);
    }
    return largest;
  }
}
