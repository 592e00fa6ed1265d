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
    float[][][] parts = {weights.encoder(), weights.maskEncoder(), weights.decoder()};
    int rows = weights.encoder().length + weights.maskEncoder().length + width;
    float[] flat = new float[Math.multiplyExact(rows, hidden)];
    int row = 0;
    for (float[][] part : parts) {
      for (float[] ofColumn : part) {
        System.arraycopy(ofColumn, 0, flat, hidden * row++, hidden);
      }
    }
    float[] both = new float[hidden + width];
    System.arraycopy(weights.hiddenBias(), 0, both, 0, hidden);
    System.arraycopy(weights.outputBias(), 0, both, hidden, width);
    NDArray matrices = manager.create(flat, new Shape(rows, hidden));
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

  private int width() {
    return (int) decoder.getShape().get(0);
  }

  /** The number of matrices. */
  int parts() {
    return (int) matrices.getShape().get(0) / width();
  }

  NetworkWeights copy() {
    float[] flat = matrices.toFloatArray();
    int encoders = parts() - 1;
    return new NetworkWeights(
        rows(flat, 0),
        encoders == 1 ? new float[0][] : rows(flat, 1),
        hiddenBias.toFloatArray(),
        rows(flat, encoders),
        outputBias.toFloatArray());
  }

  private float[][] rows(float[] flat, int part) {
    int columns = (int) matrices.getShape().get(1);
    float[][] rows = new float[width()][columns];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(flat, (part * rows.length + row) * columns, rows[row], 0, columns);
    }
    return rows;
  }
}
