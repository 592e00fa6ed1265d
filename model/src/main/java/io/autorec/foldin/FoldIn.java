package io.autorec.foldin;

import io.autorec.model.ModelFormat;
import java.util.Arrays;

/**
 * Fits a column that a model was not trained with, such as a new user of an item-based model. The
 * content of {@value ModelFormat#FOLD_IN_FILE}.
 *
 * <p>The decoder is linear in a row's code. So a column is only weights v and a bias b, and row i's
 * prediction at it is v . c_i + b + o_i. From ratings r_j of some rows the fit takes the v and b
 * that minimise
 *
 * <pre>1/2 sum_j (r_j - v . c_j - b - o_j)^2 + lambda/2 |v - v'|^2 + beta/2 (b - b')^2</pre>
 *
 * <p>where v' and b' are those of the average trained column, and lambda is the weight decay of
 * training. Training minimises the same (AutoRec, section 2, equation 2); here it is over a single
 * column, the codes are fixed, and there is a prior. Without any rating the fit is the average
 * column.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class FoldIn {
  /**
   * The residual, relative to the ratings, at which the fit ends. The predictions then differ by
   * far less than 0.001.
   */
  private static final double TOLERANCE = 1e-5;

  private static final int MOST_STEPS = 200;

  private final int features;
  private final Codes codes;
  private final float[] offsets;
  private final Codes columns;
  private final float[] meanWeights;
  private final float meanBias;
  private final float weightDecay;
  private final float biasDecay;

  /**
   * @param codes of the rows, the c of the formula
   * @param offsets [rows], the o
   * @param columns the v less v' of the trained columns, as long as the codes, in coordinates in
   *     which the cosine of two is the correlation of their predictions; none if not known
   * @param meanWeights [features], v'
   * @param meanBias b'
   * @param weightDecay lambda, greater than 0
   * @param biasDecay beta, greater than 0
   * @throws IllegalArgumentException if the arguments do not fit each other or are not finite
   */
  public FoldIn(
      Codes codes,
      float[] offsets,
      Codes columns,
      float[] meanWeights,
      float meanBias,
      float weightDecay,
      float biasDecay) {
    if (codes.count() != offsets.length
        || codes.features() != meanWeights.length
        || columns.features() != meanWeights.length) {
      throw new IllegalArgumentException(
          "codes, offsets, columns and weights do not fit each other");
    }
    if (!(weightDecay > 0 && biasDecay > 0)) {
      throw new IllegalArgumentException(
          "decays " + weightDecay + " and " + biasDecay + " (expected: greater than 0)");
    }
    requireFinite("offsets", offsets);
    requireFinite("mean weights", meanWeights);
    requireFinite("mean bias and decays", meanBias, weightDecay, biasDecay);
    this.features = meanWeights.length;
    this.codes = codes;
    this.offsets = offsets;
    this.columns = columns;
    this.meanWeights = meanWeights;
    this.meanBias = meanBias;
    this.weightDecay = weightDecay;
    this.biasDecay = biasDecay;
  }

  /** Length of a code. */
  public int features() {
    return features;
  }

  /** Number of rows. */
  public int rows() {
    return offsets.length;
  }

  /** The codes of the rows. */
  public Codes codes() {
    return codes;
  }

  /** The offset of each row at every column, [rows]; not to be changed. */
  public float[] offsets() {
    return offsets;
  }

  /** The codes of the trained columns, for comparisons; none if not known. */
  public Codes columns() {
    return columns;
  }

  /** The weights of the average column, [features]; not to be changed. */
  float[] meanWeights() {
    return meanWeights;
  }

  float meanBias() {
    return meanBias;
  }

  float weightDecay() {
    return weightDecay;
  }

  float biasDecay() {
    return biasDecay;
  }

  /** The prediction of a row at a fitted column, unclipped. */
  public float predict(float[] column, int row) {
    return (float) (codes.dot(row, column) + column[features] + offsets[row]);
  }

  /**
   * Fits a column.
   *
   * @param rows positions of the rated rows, each once
   * @param ratings aligned with them
   * @return [features + 1], the weights and, last, the bias
   */
  public float[] fit(int[] rows, float[] ratings) {
    float[] column = new float[features + 1];
    System.arraycopy(meanWeights, 0, column, 0, features);
    column[features] = meanBias;
    RatedCodes rated = new RatedCodes(codes, rows);
    float[] left = new float[rows.length];
    rated.addProducts(meanWeights, left);
    for (int j = 0; j < left.length; j++) {
      left[j] = (float) unexplained(ratings[j], left[j], rows[j]);
    }
    addWeighted(rated, solve(rated, left), column);
    return column;
  }

  /** The residuals of ratings after the mean column: the y of the dual. */
  double[] unexplained(int[] rows, float[] ratings) {
    double[] left = new double[rows.length];
    for (int j = 0; j < rows.length; j++) {
      left[j] = unexplained(ratings[j], codes.dot(rows[j], meanWeights), rows[j]);
    }
    return left;
  }

  /**
   * The residual of one rating.
   *
   * @param product of the row's code and the mean weights
   */
  private double unexplained(float rating, double product, int row) {
    return rating - product - meanBias - offsets[row];
  }

  /** A row's code and the 1 of the bias, so that scalar products are the terms of the dual. */
  double[] scaled(int row) {
    double[] scaled = new double[features + 1];
    float[] code = codes.code(row);
    for (int k = 0; k < features; k++) {
      scaled[k] = code[k] / Math.sqrt(weightDecay);
    }
    scaled[features] = 1 / Math.sqrt(biasDecay);
    return scaled;
  }

  /**
   * Solves (C C' / lambda + 1 1' / beta + I) a = y, the dual of the fit, by conjugate gradients. A
   * step costs as much as predicting the rated rows and going back. Ten to twenty steps suffice.
   */
  private float[] solve(RatedCodes rated, float[] y) {
    float[] solution = new float[y.length];
    float[] residual = y.clone();
    float[] direction = y.clone();
    float[] image = new float[y.length];
    float[] column = new float[features + 1];
    double squares = squares(residual);
    double enough = TOLERANCE * TOLERANCE * squares;
    for (int step = 0; step < MOST_STEPS && squares > enough; step++) {
      Arrays.fill(column, 0);
      addWeighted(rated, direction, column);
      for (int j = 0; j < image.length; j++) {
        image[j] = direction[j] + column[features];
      }
      rated.addProducts(column, image);
      double along = 0;
      for (int j = 0; j < image.length; j++) {
        along += (double) direction[j] * image[j];
      }
      float length = (float) (squares / along);
      for (int j = 0; j < image.length; j++) {
        solution[j] += length * direction[j];
        residual[j] -= length * image[j];
      }
      double before = squares;
      squares = squares(residual);
      float turn = (float) (squares / before);
      for (int j = 0; j < image.length; j++) {
        direction[j] = residual[j] + turn * direction[j];
      }
    }
    return solution;
  }

  /**
   * Adds C' a / lambda to the weights of a column, and sum(a) / beta to its bias, for weights a of
   * the rated rows.
   */
  private void addWeighted(RatedCodes rated, float[] weights, float[] column) {
    float[] scaled = new float[weights.length];
    float sum = 0;
    for (int j = 0; j < scaled.length; j++) {
      scaled[j] = weights[j] / weightDecay;
      sum += weights[j];
    }
    rated.addWeighted(scaled, column);
    column[features] += sum / biasDecay;
  }

  private static double squares(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return sum;
  }

  private static void requireFinite(String what, float... values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException(what + ": " + value + " (expected: finite)");
      }
    }
  }
}
