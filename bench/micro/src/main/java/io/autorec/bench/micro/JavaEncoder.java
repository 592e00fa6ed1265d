package io.autorec.bench.micro;

import java.nio.FloatBuffer;
import java.util.Arrays;

/** Adds up the matrix rows of the rated items in a Java loop, on one thread. */
final class JavaEncoder implements Encoder {
  private final int[][] rated;
  private final float[] matrix;
  private final float[] sum;
  private final FloatBuffer sums;

  /**
   * An encoder.
   *
   * @param rated [batch, rated]
   * @param matrix [items, units]
   */
  JavaEncoder(int[][] rated, float[] matrix, int units) {
    this.rated = rated;
    this.matrix = matrix;
    this.sum = new float[units];
    this.sums = OpenGraph.floats(rated.length * units);
  }

  @Override
  public FloatBuffer encode() {
    for (int row = 0; row < rated.length; row++) {
      Arrays.fill(sum, 0);
      for (int item : rated[row]) {
        add(RatedItems.rating(item), item * sum.length);
      }
      sums.put(row * sum.length, sum);
    }
    return sums;
  }

  private void add(float rating, int from) {
    for (int unit = 0; unit < sum.length; unit++) {
      sum[unit] += rating * matrix[from + unit];
    }
  }

  @Override
  public void close() {}
}
