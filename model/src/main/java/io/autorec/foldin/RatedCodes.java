package io.autorec.foldin;

/**
 * The codes of the rows that somebody rated, C, [ratings, features], for the two products of a step
 * of {@link FoldIn}: C v and C' a.
 *
 * <p>Both add multiples of whole lines, of C' and of C. The processor does that for several
 * neighbours at once, where a scalar product, whose sum has an order, goes one by one. Each line is
 * an array of its own because Java's compiler sees the same index in all of them only then.
 */
final class RatedCodes {
  /** With fewer ratings the lines of C' are too short to gain from. */
  private static final int FEWEST_TURNED = 16;

  /** With more ratings copies take too much memory: C has 8 MB with this many and 500 features. */
  private static final int MOST_COPIED = 4_096;

  /** The rows that are turned at once: what they write lies in one line of the cache. */
  private static final int BLOCK = 16;

  private final Codes codes;
  private final int[] rows;
  // C, [ratings][features]; empty if there are many ratings.
  private final float[][] lines;
  // C', [features][ratings]; empty if there are few or many ratings.
  private final float[][] turned;

  RatedCodes(Codes codes, int[] rows) {
    this.codes = codes;
    this.rows = rows;
    this.lines = new float[rows.length > MOST_COPIED ? 0 : rows.length][];
    for (int j = 0; j < lines.length; j++) {
      lines[j] = codes.code(rows[j]);
    }
    this.turned = lines.length < FEWEST_TURNED ? new float[0][] : turned(lines, codes.features());
  }

  private static float[][] turned(float[][] lines, int features) {
    float[][] turned = new float[features][lines.length];
    for (int from = 0; from < lines.length; from += BLOCK) {
      int to = Math.min(lines.length, from + BLOCK);
      for (int feature = 0; feature < features; feature++) {
        float[] line = turned[feature];
        for (int j = from; j < to; j++) {
          line[j] = lines[j][feature];
        }
      }
    }
    return turned;
  }

  /**
   * Adds C v.
   *
   * @param column [at least features], the v
   * @param sum [ratings]
   */
  void addProducts(float[] column, float[] sum) {
    if (turned.length > 0) {
      addLines(turned, column, sum);
      return;
    }
    for (int j = 0; j < sum.length; j++) {
      sum[j] += (float) codes.dot(rows[j], column);
    }
  }

  /**
   * Adds C' a.
   *
   * @param weights [ratings], the a
   * @param sum [at least features]
   */
  void addWeighted(float[] weights, float[] sum) {
    addLines(lines, weights, sum);
    for (int j = lines.length; j < rows.length; j++) {
      addLine(codes.code(rows[j]), weights[j], sum);
    }
  }

  /** Adds multiples of lines, four at a time, since the sum is read and written each time. */
  private static void addLines(float[][] lines, float[] weights, float[] sum) {
    int from = 0;
    for (; from + 3 < lines.length; from += 4) {
      addFour(lines, weights, from, sum);
    }
    for (; from < lines.length; from++) {
      addLine(lines[from], weights[from], sum);
    }
  }

  private static void addLine(float[] line, float weight, float[] sum) {
    for (int i = 0; i < line.length; i++) {
      sum[i] += weight * line[i];
    }
  }

  private static void addFour(float[][] lines, float[] weights, int from, float[] sum) {
    float[] a = lines[from];
    float[] b = lines[from + 1];
    float[] c = lines[from + 2];
    float[] d = lines[from + 3];
    float ofA = weights[from];
    float ofB = weights[from + 1];
    float ofC = weights[from + 2];
    float ofD = weights[from + 3];
    for (int i = 0; i < a.length; i++) {
      sum[i] += ofA * a[i] + ofB * b[i] + ofC * c[i] + ofD * d[i];
    }
  }
}
