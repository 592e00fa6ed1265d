package io.autorec.trainer.training.dense;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.autorec.trainer.network.NetworkWeights;

/**
 * {@link NetworkWeights} in two arrays on a device, so that Adam takes few operations: the matrices
 * one below the other, and the biases. The others are views of these.
 *
 * @param matrices [encoders and decoder, hidden]
 * @param biases [hidden + width]
 * @param encoders [width or, with a mask encoder, 2 width, hidden]
 * @param decoder [width, hidden]
 * @param decoderOfUnits the decoder as [hidden, width]
 * @param hiddenBias [hidden]
 * @param outputBias [width]
 */
record DenseParameters(
    NDArray matrices,
    NDArray biases,
    NDArray encoders,
    NDArray decoder,
    NDArray decoderOfUnits,
    NDArray hiddenBias,
    NDArray outputBias) {

  static DenseParameters on(NDManager manager, NetworkWeights weights) {
    int width = weights.outputBias().length;
    int hidden = weights.hiddenBias().length;
    int rows = weights.encoder().length + weights.maskEncoder().length + width;
    NDArray matrices = manager.zeros(new Shape(rows, hidden));
    int row = 0;
    for (float[][] part :
        new float[][][] {weights.encoder(), weights.maskEncoder(), weights.decoder()}) {
      set(matrices, row, part);
      row += part.length;
    }
    float[] both = new float[hidden + width];
    System.arraycopy(weights.hiddenBias(), 0, both, 0, hidden);
    System.arraycopy(weights.outputBias(), 0, both, hidden, width);
    NDArray biases = manager.create(both);
    NDArray decoder = matrices.get(new NDIndex(rows - width + ":"));
    return new DenseParameters(
        matrices,
        biases,
        matrices.get(new NDIndex(":" + (rows - width))),
        decoder,
        decoder.transpose(),
        biases.get(new NDIndex(":" + hidden)),
        biases.get(new NDIndex(hidden + ":")));
  }

  /** Puts rows into a matrix. One part at a time, since each is copied in the heap. */
  private static void set(NDArray matrix, int from, float[][] rows) {
    if (rows.length == 0) {
      return;
    }
    int columns = rows[0].length;
    float[] flat = new float[Math.multiplyExact(rows.length, columns)];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(rows[row], 0, flat, row * columns, columns);
    }
    try (NDManager part = matrix.getManager().newSubManager()) {
      matrix.set(
          new NDIndex(from + ":" + (from + rows.length)),
          part.create(flat, new Shape(rows.length, columns)));
    }
  }

  private int width() {
    return (int) decoder.getShape().get(0);
  }

  /** The number of matrices. */
  int parts() {
    return (int) matrices.getShape().get(0) / width();
  }

  NetworkWeights copy() {
    int encoders = parts() - 1;
    return new NetworkWeights(
        rows(0),
        encoders == 1 ? new float[0][] : rows(1),
        hiddenBias.toFloatArray(),
        rows(encoders),
        outputBias.toFloatArray());
  }

  private float[][] rows(int part) {
    float[][] rows = new float[width()][(int) matrices.getShape().get(1)];
    int from = part * rows.length;
    try (NDArray ofPart = matrices.get(new NDIndex(from + ":" + (from + rows.length)))) {
      float[] flat = ofPart.toFloatArray();
      for (int row = 0; row < rows.length; row++) {
        System.arraycopy(flat, row * rows[row].length, rows[row], 0, rows[row].length);
      }
    }
    return rows;
  }
}
