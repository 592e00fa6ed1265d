package io.autorec.model;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * What it takes to fit a column that a model was not trained with: a new user of an item-based
 * model. The content of {@value ModelFormat#FOLD_IN_FILE}.
 *
 * <p>The decoder is linear in a row's code, so a column is no more than weights v and a bias b, and
 * row i's prediction at it is v . c_i + b + o_i. From ratings r_j of some rows the fit takes the v
 * and b that minimise
 *
 * <pre>1/2 sum_j (r_j - v . c_j - b - o_j)^2 + lambda/2 |v - v'|^2 + beta/2 (b - b')^2</pre>
 *
 * <p>with v' and b' those of the average trained column, and lambda the weight decay of training:
 * what training minimises (AutoRec, section 2, equation 2) over a single column, with its codes as
 * they are, and with a prior where training starts from nothing. Without any rating the fit is the
 * average column.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class FoldIn {
  /** Of the residual beside the ratings; the predictions then differ by far less than 0.001. */
  private static final double TOLERANCE = 1e-5;

  private static final int MOST_STEPS = 200;

  private final int features;
  private final float[] codes;
  private final float[] offsets;
  private final float[] meanWeights;
  private final float meanBias;
  private final float weightDecay;
  private final float biasDecay;

  /**
   * @param codes [rows, features], the c of the formula
   * @param offsets [rows], the o
   * @param meanWeights [features], v'
   * @param meanBias b'
   * @param weightDecay lambda, greater than 0
   * @param biasDecay beta, greater than 0
   * @throws IllegalArgumentException if they do not fit each other or are not finite
   */
  public FoldIn(
      float[] codes,
      float[] offsets,
      float[] meanWeights,
      float meanBias,
      float weightDecay,
      float biasDecay) {
    if (meanWeights.length == 0 || codes.length != (long) offsets.length * meanWeights.length) {
      throw new IllegalArgumentException("codes, offsets and weights do not fit each other");
    }
    if (!(weightDecay > 0 && biasDecay > 0)) {
      throw new IllegalArgumentException(
          "decays " + weightDecay + " and " + biasDecay + " (expected: greater than 0)");
    }
    requireFinite("codes", codes);
    requireFinite("offsets", offsets);
    requireFinite("mean weights", meanWeights);
    requireFinite("mean bias and decays", meanBias, weightDecay, biasDecay);
    this.features = meanWeights.length;
    this.codes = codes;
    this.offsets = offsets;
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

  /** The codes, [rows, features]; not to be changed. */
  public float[] codes() {
    return codes;
  }

  /** What each row adds at every column, [rows]; not to be changed. */
  public float[] offsets() {
    return offsets;
  }

  /** The prediction of a row at a fitted column, unclipped. */
  public float predict(float[] column, int row) {
    return (float) (dot(row, column) + column[features] + offsets[row]);
  }

  /**
   * How alike a row is to each: the cosine of the angle between their codes, [rows]. 0 where one of
   * the two is all 0, as the code of a row without training ratings is.
   */
  public float[] similarities(int row) {
    float[] code = Arrays.copyOfRange(codes, row * features, (row + 1) * features);
    double length = Math.sqrt(squares(code));
    float[] similarities = new float[rows()];
    for (int other = 0; other < similarities.length; other++) {
      double squares = 0;
      for (int k = other * features; k < (other + 1) * features; k++) {
        squares += (double) codes[k] * codes[k];
      }
      double lengths = length * Math.sqrt(squares);
      similarities[other] = lengths == 0 ? 0 : (float) (dot(other, code) / lengths);
    }
    return similarities;
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
    addWeighted(rows, solve(rows, unexplained(rows, ratings)), column);
    return column;
  }

  /** What the mean column leaves of ratings: the y of the dual. */
  float[] unexplained(int[] rows, float[] ratings) {
    float[] left = new float[rows.length];
    for (int j = 0; j < rows.length; j++) {
      left[j] = (float) (ratings[j] - dot(rows[j], meanWeights) - meanBias - offsets[rows[j]]);
    }
    return left;
  }

  /** c_j . c_row / lambda + 1 / beta, for some rows j. */
  float[] products(int[] rows, int row) {
    float[] code = Arrays.copyOfRange(codes, row * features, (row + 1) * features);
    float[] products = new float[rows.length];
    for (int j = 0; j < rows.length; j++) {
      products[j] = (float) (dot(rows[j], code) / weightDecay + 1 / biasDecay);
    }
    return products;
  }

  /**
   * Solves (C C' / lambda + 1 1' / beta + I) a = y, the dual of the fit, by conjugate gradients: a
   * step costs as much as one prediction of the rated rows and back, and some ten to twenty do.
   */
  float[] solve(int[] rows, float[] y) {
    float[] solution = new float[y.length];
    float[] residual = y.clone();
    float[] direction = y.clone();
    double squares = squares(residual);
    double enough = TOLERANCE * TOLERANCE * squares;
    for (int step = 0; step < MOST_STEPS && squares > enough; step++) {
      float[] image = direction.clone();
      float[] column = new float[features + 1];
      addWeighted(rows, direction, column);
      for (int j = 0; j < rows.length; j++) {
        image[j] += (float) (dot(rows[j], column) + column[features]);
      }
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

  /** Adds to a column what weights of rated rows make of it: C' a / lambda, and sum(a) / beta. */
  private void addWeighted(int[] rows, float[] weights, float[] column) {
    for (int j = 0; j < rows.length; j++) {
      float weight = weights[j] / weightDecay;
      int start = rows[j] * features;
      for (int k = 0; k < features; k++) {
        column[k] += weight * codes[start + k];
      }
      column[features] += weights[j] / biasDecay;
    }
  }

  /** A row's code times weights, in four sums that the processor can add side by side. */
  private double dot(int row, float[] weights) {
    int start = row * features;
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int k = 0;
    for (; k + 3 < features; k += 4) {
      a += codes[start + k] * weights[k];
      b += codes[start + k + 1] * weights[k + 1];
      c += codes[start + k + 2] * weights[k + 2];
      d += codes[start + k + 3] * weights[k + 3];
    }
    for (; k < features; k++) {
      a += codes[start + k] * weights[k];
    }
    return a + b + c + d;
  }

  private static double squares(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return sum;
  }

  /** The bytes of the file. */
  public byte[] toBytes() {
    return io.autorec.v1.FoldIn.newBuilder()
        .setFormatVersion(ModelFormat.VERSION)
        .setFeatures(features)
        .setCodes(bytes(codes))
        .setOffsets(bytes(offsets))
        .setMeanWeights(bytes(meanWeights))
        .setMeanBias(meanBias)
        .setWeightDecay(weightDecay)
        .setBiasDecay(biasDecay)
        .build()
        .toByteArray();
  }

  /**
   * Reads the bytes of the file.
   *
   * @param rows how many there are
   * @throws ModelFormatException if they are damaged, do not fit, or are of an unknown version
   */
  public static FoldIn fromBytes(byte[] bytes, int rows) throws ModelFormatException {
    io.autorec.v1.FoldIn proto;
    try {
      proto = io.autorec.v1.FoldIn.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new ModelFormatException(ModelFormat.FOLD_IN_FILE + ": " + e.getMessage(), e);
    }
    if (proto.getFormatVersion() != ModelFormat.VERSION) {
      throw new ModelFormatException(
          ModelFormat.FOLD_IN_FILE
              + ": format version "
              + proto.getFormatVersion()
              + " (expected: "
              + ModelFormat.VERSION
              + ")");
    }
    float[] offsets = floats(proto.getOffsets());
    if (offsets.length != rows
        || proto.getMeanWeights().size() / Float.BYTES != proto.getFeatures()) {
      throw new ModelFormatException(
          ModelFormat.FOLD_IN_FILE
              + ": "
              + offsets.length
              + " rows and "
              + proto.getFeatures()
              + " features (expected: "
              + rows
              + " rows, and as many features as mean weights)");
    }
    try {
      return new FoldIn(
          floats(proto.getCodes()),
          offsets,
          floats(proto.getMeanWeights()),
          proto.getMeanBias(),
          proto.getWeightDecay(),
          proto.getBiasDecay());
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(ModelFormat.FOLD_IN_FILE + ": " + e.getMessage(), e);
    }
  }

  private static void requireFinite(String what, float... values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException(what + ": " + value + " (expected: finite)");
      }
    }
  }

  private static ByteString bytes(float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return UnsafeByteOperations.unsafeWrap(bytes);
  }

  private static float[] floats(ByteString bytes) {
    float[] values = new float[bytes.size() / Float.BYTES];
    bytes.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }
}
