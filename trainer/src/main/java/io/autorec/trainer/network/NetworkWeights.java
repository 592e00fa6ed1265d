package io.autorec.trainer.network;

import java.util.Arrays;

/**
 * The parameters of a network, with one array for each column of a row; or numbers of the same
 * shape, such as Adam's moments.
 *
 * @param encoder [width][hidden], the paper's V transposed
 * @param maskEncoder [width][hidden], the second encoder, which sees which entries are observed and
 *     not how they are rated; [0][] if the network has none
 * @param hiddenBias [hidden], the paper's mu
 * @param decoder [width][hidden], the paper's W
 * @param outputBias [width], the paper's b
 */
public record NetworkWeights(
    float[][] encoder,
    float[][] maskEncoder,
    float[] hiddenBias,
    float[][] decoder,
    float[] outputBias) {

  /** Weights that are all zero. */
  public static NetworkWeights zeros(int width, int hidden, boolean maskEncoder) {
    return new NetworkWeights(
        new float[width][hidden],
        new float[maskEncoder ? width : 0][hidden],
        new float[hidden],
        new float[width][hidden],
        new float[width]);
  }

  /** Zeros in the shape of these weights. */
  public NetworkWeights zeros() {
    return zeros(encoder.length, hiddenBias.length, maskEncoder.length > 0);
  }

  /** The number of parameters. */
  public long size() {
    long columns = (long) encoder.length + maskEncoder.length + decoder.length;
    return columns * hiddenBias.length + hiddenBias.length + outputBias.length;
  }

  /** A copy with arrays of its own. */
  public NetworkWeights copy() {
    return new NetworkWeights(
        copy(encoder), copy(maskEncoder), hiddenBias.clone(), copy(decoder), outputBias.clone());
  }

  /** Writes these numbers over others of the same shape. */
  public void copyTo(NetworkWeights other) {
    copy(encoder, other.encoder);
    copy(maskEncoder, other.maskEncoder);
    System.arraycopy(hiddenBias, 0, other.hiddenBias, 0, hiddenBias.length);
    copy(decoder, other.decoder);
    System.arraycopy(outputBias, 0, other.outputBias, 0, outputBias.length);
  }

  private static void copy(float[][] from, float[][] to) {
    for (int row = 0; row < from.length; row++) {
      System.arraycopy(from[row], 0, to[row], 0, from[row].length);
    }
  }

  private static float[][] copy(float[][] matrix) {
    return Arrays.stream(matrix).map(float[]::clone).toArray(float[][]::new);
  }
}
