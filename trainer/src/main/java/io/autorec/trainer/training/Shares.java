package io.autorec.trainer.training;

import io.autorec.trainer.matrix.RatingMatrix;

/**
 * The shares of two predictions; the rest is that of a third, the biases. None is negative.
 *
 * @param first the share of the first
 * @param second the share of the second
 */
record Shares(double first, double second) {
  /**
   * The shares with the least squared error of {@code biases + first (one - biases) + second (other
   * - biases)}.
   *
   * @param one predictions of the held-out ratings
   * @param other others
   * @param biases those of the biases
   */
  static Shares best(float[] one, float[] other, float[] biases, RatingMatrix heldOut) {
    double aa = 0;
    double ab = 0;
    double bb = 0;
    double ay = 0;
    double by = 0;
    for (int i = 0; i < heldOut.size(); i++) {
      double a = one[i] - biases[i];
      double b = other[i] - biases[i];
      double y = heldOut.rating(i) - biases[i];
      aa += a * a;
      ab += a * b;
      bb += b * b;
      ay += a * y;
      by += b * y;
    }
    double determinant = aa * bb - ab * ab;
    if (determinant > 1e-9 * aa * bb) {
      Shares free =
          new Shares((ay * bb - by * ab) / determinant, (by * aa - ay * ab) / determinant);
      if (free.first >= 0 && free.second >= 0 && free.first + free.second <= 1) {
        return free;
      }
    }
    // The minimum is at an edge: no first, no second, or no biases.
    Shares best = new Shares(0, share(by, bb));
    double least = best.error(aa, ab, bb, ay, by);
    double across = share(ay - by - ab + bb, aa - 2 * ab + bb);
    for (Shares edge :
        new Shares[] {new Shares(share(ay, aa), 0), new Shares(across, 1 - across)}) {
      double error = edge.error(aa, ab, bb, ay, by);
      if (error < least) {
        best = edge;
        least = error;
      }
    }
    return best;
  }

  /** The share of one prediction beside the biases. */
  static Shares best(float[] one, float[] biases, RatingMatrix heldOut) {
    return new Shares(best(biases, one, biases, heldOut).second, 0);
  }

  private static double share(double product, double square) {
    return square > 0 ? Math.max(0, Math.min(1, product / square)) : 0;
  }

  /** The squared error, less what no share changes. */
  private double error(double aa, double ab, double bb, double ay, double by) {
    return first * first * aa
        + 2 * first * second * ab
        + second * second * bb
        - 2 * first * ay
        - 2 * second * by;
  }
}
