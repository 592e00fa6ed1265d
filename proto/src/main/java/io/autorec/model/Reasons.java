package io.autorec.model;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which ratings moved the predictions of a column that a {@link FoldIn} has fitted.
 *
 * <p>The effect of a rating is the prediction less what it would be had the column been fitted
 * without that rating. In the dual of the fit, A a = y with A = C C' / lambda + 1 1' / beta + I,
 * and k_i the same products of row i with the rated rows, leaving out rating j takes
 *
 * <pre>a_j (A^-1 k_i)_j / (A^-1)_jj</pre>
 *
 * <p>from the prediction of row i: the leave-one-out formula of ridge regression (Cook and
 * Weisberg, "Residuals and Influence in Regression", 1982, section 2.2), exact before clipping.
 * Effects of several ratings do not add up where the ratings say the same.
 *
 * <p>Not safe for use by several threads.
 */
public final class Reasons {
  private final FoldIn foldIn;
  private final int[] rows;
  private final float[] solution;
  private final Map<Integer, Float> diagonal = new HashMap<>();

  /**
   * A rating and its effect.
   *
   * @param index of the rating among those that the column was fitted to
   * @param effect on the prediction, in ratings; positive: the prediction is higher with it
   */
  public record Reason(int index, float effect) {}

  /**
   * Reasons of the column that {@link FoldIn#fit} fits to the same ratings.
   *
   * @param rows positions of the rated rows, each once
   * @param ratings aligned with them
   */
  public Reasons(FoldIn foldIn, int[] rows, float[] ratings) {
    this.foldIn = foldIn;
    this.rows = rows.clone();
    this.solution = foldIn.solve(this.rows, foldIn.unexplained(this.rows, ratings));
  }

  /**
   * The ratings that moved the prediction of a row.
   *
   * @param count how many at most
   * @return the strongest first, by their effect before it is divided by (A^-1)_jj, which is near 1
   *     for all; none whose effect is 0
   */
  public List<Reason> of(int row, int count) {
    float[] influence = foldIn.solve(rows, foldIn.products(rows, row));
    for (int j = 0; j < influence.length; j++) {
      influence[j] *= solution[j];
    }
    return IntStream.range(0, influence.length)
        .boxed()
        .filter(j -> influence[j] != 0)
        .sorted(Comparator.comparingDouble(j -> -Math.abs(influence[j])))
        .limit(count)
        .map(j -> new Reason(j, influence[j] / diagonal(j)))
        .toList();
  }

  private float diagonal(int j) {
    return diagonal.computeIfAbsent(
        j,
        index -> {
          float[] unit = new float[rows.length];
          unit[index] = 1;
          return foldIn.solve(rows, unit)[index];
        });
  }
}
