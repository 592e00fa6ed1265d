package io.autorec.trainer.training.dense;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.autorec.trainer.network.NetworkWeights;
import io.autorec.trainer.training.step.Adam;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@link NetworkWeights} as arrays on a device.
 *
 * @param encoder [width, hidden]
 * @param maskEncoder [width, hidden]; null where the network has none
 * @param hiddenBias [hidden]
 * @param decoder [width, hidden]
 * @param outputBias [width]
 */
record DenseParameters(
    NDArray encoder,
    @Nullable NDArray maskEncoder,
    NDArray hiddenBias,
    NDArray decoder,
    NDArray outputBias) {

  private static final float HALF = 0.5f;
  private static final float NOT_CLIPPED = -1;

  static DenseParameters on(NDManager manager, NetworkWeights weights) {
    int hidden = weights.hiddenBias().length;
    return new DenseParameters(
        create(manager, weights.encoder(), hidden),
        weights.maskEncoder().length == 0 ? null : create(manager, weights.maskEncoder(), hidden),
        manager.create(weights.hiddenBias()),
        create(manager, weights.decoder(), hidden),
        manager.create(weights.outputBias()));
  }

  private static NDArray create(NDManager manager, float[][] matrix, int columns) {
    float[] flat = new float[Math.multiplyExact(matrix.length, columns)];
    for (int row = 0; row < matrix.length; row++) {
      System.arraycopy(matrix[row], 0, flat, row * columns, columns);
    }
    return manager.create(flat, new Shape(matrix.length, columns));
  }

  NetworkWeights copy() {
    return new NetworkWeights(
        rows(encoder),
        maskEncoder == null ? new float[0][] : rows(maskEncoder),
        hiddenBias.toFloatArray(),
        rows(decoder),
        outputBias.toFloatArray());
  }

  private static float[][] rows(NDArray matrix) {
    float[] flat = matrix.toFloatArray();
    int columns = (int) matrix.getShape().get(1);
    float[][] rows = new float[(int) matrix.getShape().get(0)][columns];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(flat, row * columns, rows[row], 0, columns);
    }
    return rows;
  }

  private List<NDArray> all() {
    List<NDArray> all = new ArrayList<>(List.of(encoder, decoder, hiddenBias, outputBias));
    if (maskEncoder != null) {
      all.add(maskEncoder);
    }
    return all;
  }

  /** Has autograd compute the gradients of these parameters. */
  void requireGradients() {
    all().forEach(parameter -> parameter.setRequiresGradient(true));
  }

  /**
   * Takes a step of Adam, and clears the gradients.
   *
   * <p>The gradients are those of the sum of squared errors, twice those of the objective.
   *
   * @param penalty times a weight matrix is added to its gradient
   */
  void move(Adam adam, double penalty, DenseParameters means, DenseParameters variances) {
    for (int i = 0; i < all().size(); i++) {
      NDArray parameter = all().get(i);
      boolean isMatrix = parameter.getShape().dimension() == 2;
      try (NDArray gradient = parameter.getGradient()) {
        parameter
            .getNDArrayInternal()
            .adamUpdate(
                new NDList(parameter, gradient, means.all().get(i), variances.all().get(i)),
                new NDList(parameter),
                adam.size(),
                adam.size(),
                isMatrix ? (float) penalty : 0,
                HALF,
                NOT_CLIPPED,
                Adam.BETA1,
                Adam.BETA2,
                adam.epsilon(),
                false,
                false);
      }
    }
  }
}
