package io.autorec.ranking;

import io.autorec.model.UserRatings;
import java.util.BitSet;

/**
 * How alike users, or items, are by what was chosen: the correlation of their rows of zeros and
 * ones. Two rows of width n, with a and b ones of which c are common, have the correlation
 *
 * <pre>(n c - a b) / sqrt(a (n - a) b (n - b))</pre>
 *
 * <p>or 0 if one of them is all zeros or all ones. So what nearly everybody chose makes nobody
 * alike.
 *
 * <p>Immutable and safe for use by several threads.
 *
 * @param rows the choices by user; or by item, as {@link UserRatings#byItem} groups them
 * @param width the number of items; or of users
 */
public record CommonChoices(UserRatings rows, int width) implements Likeness {
  @Override
  public float[] of(int one, int[] others) {
    BitSet chosen = new BitSet(width);
    rows.forEachItem(one, chosen::set);
    float[] correlations = new float[others.length];
    for (int i = 0; i < correlations.length; i++) {
      int other = others[i];
      int common = 0;
      for (int index = rows.start(other); index < rows.start(other + 1); index++) {
        common += chosen.get(rows.item(index)) ? 1 : 0;
      }
      correlations[i] = correlation(size(one), size(other), common);
    }
    return correlations;
  }

  private int size(int row) {
    return rows.start(row + 1) - rows.start(row);
  }

  private float correlation(double a, double b, double common) {
    double variances = a * (width - a) * b * (width - b);
    return variances == 0
        ? 0
        : (float) Math.max(-1, Math.min(1, (width * common - a * b) / Math.sqrt(variances)));
  }
}
