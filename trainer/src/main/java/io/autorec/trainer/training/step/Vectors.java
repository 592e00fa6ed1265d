package io.autorec.trainer.training.step;

/** Loops over whole arrays, indexed so simply that the JIT compiler turns them into SIMD code. */
public final class Vectors {
  private Vectors() {}

  /** y = y + a x. */
  public static void addScaled(float[] y, float a, float[] x) {
    for (int i = 0; i < y.length; i++) {
      y[i] += a * x[i];
    }
  }

  /** y = y + a x + b z. */
  public static void addScaled(float[] y, float a, float[] x, float b, float[] z) {
    for (int i = 0; i < y.length; i++) {
      y[i] += a * x[i] + b * z[i];
    }
  }

  /** z = x + y. */
  static void sum(float[] z, float[] x, float[] y) {
    for (int i = 0; i < z.length; i++) {
      z[i] = x[i] + y[i];
    }
  }

  /**
   * The inner product. It uses eight sums, since a single one would wait for itself at every step.
   */
  public static float dot(float[] x, float[] y) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    int i = 0;
    for (; i + 7 < x.length; i += 8) {
      s0 += x[i] * y[i];
      s1 += x[i + 1] * y[i + 1];
      s2 += x[i + 2] * y[i + 2];
      s3 += x[i + 3] * y[i + 3];
      s4 += x[i + 4] * y[i + 4];
      s5 += x[i + 5] * y[i + 5];
      s6 += x[i + 6] * y[i + 6];
      s7 += x[i + 7] * y[i + 7];
    }
    for (; i < x.length; i++) {
      s0 += x[i] * y[i];
    }
    return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
  }
}
