package io.autorec.foldin;

/**
 * S = L L' of a symmetric positive definite matrix S, with L lower triangular (Golub and Van Loan,
 * "Matrix Computations", section 4.2).
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class Cholesky {
  private final double[][] lower;

  private Cholesky(double[][] lower) {
    this.lower = lower;
  }

  /**
   * Factors a matrix.
   *
   * @param lower the lower half of S, row k with k + 1 entries; becomes L
   */
  public static Cholesky of(double[][] lower) {
    for (int k = 0; k < lower.length; k++) {
      double[] line = lower[k];
      for (int l = 0; l <= k; l++) {
        double[] other = lower[l];
        double sum = line[l] - dot(line, other, l);
        // Rounding can make a pivot of a nearly singular matrix 0 or less.
        line[l] = l < k ? sum / other[l] : Math.sqrt(Math.max(sum, Double.MIN_NORMAL));
      }
    }
    return new Cholesky(lower);
  }

  /** The scalar product of the first entries, in four sums that the processor adds side by side. */
  static double dot(double[] one, double[] other, int length) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i + 3 < length; i += 4) {
      a += one[i] * other[i];
      b += one[i + 1] * other[i + 1];
      c += one[i + 2] * other[i + 2];
      d += one[i + 3] * other[i + 3];
    }
    for (; i < length; i++) {
      a += one[i] * other[i];
    }
    return a + b + c + d;
  }

  /** L, row k with k + 1 entries; not to be changed. */
  public double[][] lower() {
    return lower;
  }

  /** L^-1 b. */
  double[] forward(double[] b) {
    return forward(b, 0);
  }

  /** L^-1 b, where all entries of b before the first are 0. */
  private double[] forward(double[] b, int first) {
    double[] x = new double[b.length];
    for (int k = first; k < b.length; k++) {
      double sum = b[k];
      double[] line = lower[k];
      for (int l = first; l < k; l++) {
        sum -= line[l] * x[l];
      }
      x[k] = sum / line[k];
    }
    return x;
  }

  /** S^-1 b. */
  public double[] solve(double[] b) {
    double[] x = forward(b);
    for (int k = b.length - 1; k >= 0; k--) {
      double[] line = lower[k];
      x[k] /= line[k];
      for (int l = 0; l < k; l++) {
        x[l] -= line[l] * x[k];
      }
    }
    return x;
  }

  /** The diagonal of S^-1. */
  double[] inverseDiagonal() {
    double[] diagonal = new double[lower.length];
    for (int k = 0; k < diagonal.length; k++) {
      double[] unit = new double[lower.length];
      unit[k] = 1;
      for (double value : forward(unit, k)) {
        diagonal[k] += value * value;
      }
    }
    return diagonal;
  }
}
