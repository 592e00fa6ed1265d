package io.autorec.foldin;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds which ratings moved the predictions of a column that a {@link FoldIn} has fitted.
 *
 * <p>The effect of a rating is the prediction minus the prediction of a column that was fitted
 * without the rating. The dual of the fit is A a = y with A = C C' / lambda + 1 1' / beta + I. Let
 * k_i be the same products of row i with the rated rows. Leaving out rating j then takes
 *
 * <pre>a_j (A^-1 k_i)_j / (A^-1)_jj</pre>
 *
 * <p>from the prediction of row i: the leave-one-out formula of ridge regression (Cook and
 * Weisberg, "Residuals and Influence in Regression", 1982, section 2.2), exact before clipping.
 * Effects of several ratings do not add up where the ratings say the same.
 *
 * <p>A has a row for each rating. With more ratings than features, the smaller B = F' F + I is
 * factored instead, with F = [C / sqrt(lambda), 1 / sqrt(beta)]: A^-1 = I - F B^-1 F' (Woodbury).
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class Reasons {
  private final FoldIn foldIn;
  // F, [ratings, features + 1].
  private final double[][] rated;
  // Of B if there are more ratings than features, else of A.
  private final boolean factorsFeatures;
  private final Cholesky factor;
  private final double[] solution;
  private final double[] diagonal;

  /**
   * A rating and its effect.
   *
   * @param index the index of the rating among those that the column was fitted to
   * @param effect the effect on the prediction, in ratings; positive: the prediction is higher with
   *     the rating
   */
  public record Reason(int index, float effect) {}

  /**
   * Prepares the reasons of the column that {@link FoldIn#fit} fits to the same ratings. With a
   * thousand ratings this takes a tenth of a second.
   *
   * @param rows positions of the rated rows, each once
   * @param ratings aligned with them
   */
  public Reasons(FoldIn foldIn, int[] rows, float[] ratings) {
    this.foldIn = foldIn;
    this.rated = IntStream.of(rows).mapToObj(foldIn::scaled).toArray(double[][]::new);
    this.factorsFeatures = rated.length > foldIn.features() + 1;
    this.factor = Cholesky.of(factorsFeatures ? plusOne(ofFeatures()) : plusOne(ofRatings()));
    double[] unexplained = foldIn.unexplained(rows, ratings);
    this.solution = inverseTimes(unexplained);
    this.diagonal = factorsFeatures ? diagonalByFeatures() : factor.inverseDiagonal();
  }

  /** The lower half of F F'. */
  private double[][] ofRatings() {
    double[][] products = new double[rated.length][];
    for (int j = 0; j < products.length; j++) {
      products[j] = new double[j + 1];
      for (int i = 0; i <= j; i++) {
        products[j][i] = dot(rated[j], rated[i]);
      }
    }
    return products;
  }

  /** The lower half of F' F. */
  private double[][] ofFeatures() {
    double[][] products = new double[foldIn.features() + 1][];
    for (int k = 0; k < products.length; k++) {
      products[k] = new double[k + 1];
    }
    for (double[] row : rated) {
      for (int k = 0; k < products.length; k++) {
        double[] line = products[k];
        double factorOfLine = row[k];
        for (int l = 0; l <= k; l++) {
          line[l] += factorOfLine * row[l];
        }
      }
    }
    return products;
  }

  private static double[][] plusOne(double[][] lower) {
    for (int k = 0; k < lower.length; k++) {
      lower[k][k] += 1;
    }
    return lower;
  }

  /** A^-1 y. */
  private double[] inverseTimes(double[] y) {
    if (!factorsFeatures) {
      return factor.solve(y);
    }
    double[] sums = new double[foldIn.features() + 1];
    for (int j = 0; j < rated.length; j++) {
      for (int k = 0; k < sums.length; k++) {
        sums[k] += y[j] * rated[j][k];
      }
    }
    double[] explained = times(factor.solve(sums));
    for (int j = 0; j < explained.length; j++) {
      explained[j] = y[j] - explained[j];
    }
    return explained;
  }

  private double[] diagonalByFeatures() {
    double[] found = new double[rated.length];
    for (int j = 0; j < found.length; j++) {
      double[] half = factor.forward(rated[j]);
      found[j] = 1 - dot(half, half);
    }
    return found;
  }

  /** F v. */
  private double[] times(double[] v) {
    double[] products = new double[rated.length];
    for (int j = 0; j < products.length; j++) {
      products[j] = dot(rated[j], v);
    }
    return products;
  }

  /**
   * Finds the ratings that moved the prediction of a row.
   *
   * @param count the most ratings to return
   * @return the strongest first; none whose effect is 0
   */
  public List<Reason> of(int row, int count) {
    double[] scaled = foldIn.scaled(row);
    // A^-1 F f is F B^-1 f.
    double[] influence =
        factorsFeatures ? times(factor.solve(scaled)) : factor.solve(times(scaled));
    for (int j = 0; j < influence.length; j++) {
      influence[j] *= solution[j] / diagonal[j];
    }
    return IntStream.range(0, influence.length)
        .boxed()
        .filter(j -> influence[j] != 0)
        .sorted(Comparator.comparingDouble(j -> -Math.abs(influence[j])))
        .limit(count)
        .map(j -> new Reason(j, (float) influence[j]))
        .toList();
  }

  private static double dot(double[] a, double[] b) {
    return Cholesky.dot(a, b, a.length);
  }
}
