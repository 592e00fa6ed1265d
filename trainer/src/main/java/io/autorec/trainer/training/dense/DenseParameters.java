package io.autorec.trainer.training.dense;

import ai.djl.ndarray.NDArray;
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

  private List<NDArray> matrices() {
    List<NDArray> matrices = new ArrayList<>(List.of(encoder, decoder));
    if (maskEncoder != null) {
      matrices.add(maskEncoder);
    }
    return matrices;
  }

  private List<NDArray> all() {
    List<NDArray> all = matrices();
    all.add(hiddenBias);
    all.add(outputBias);
    return all;
  }

  /** Adds the gradient of penalty/2 |p|^2 for each weight matrix p. */
  void addDecay(DenseParameters parameters, double penalty) {
    for (int i = 0; i < matrices().size(); i++) {
      try (NDArray decay = parameters.matrices().get(i).mul((float) penalty)) {
        matrices().get(i).addi(decay);
      }
    }
  }

  /** Takes a step of Adam; the gradients are used up. */
  void move(
      Adam adam, DenseParameters gradients, DenseParameters means, DenseParameters variances) {
    for (int i = 0; i < all().size(); i++) {
      NDArray gradient = gradients.all().get(i);
      NDArray mean = means.all().get(i);
      NDArray variance = variances.all().get(i);
      variance.muli(Adam.BETA2).addi(gradient.square().muli(1 - Adam.BETA2));
      mean.muli(Adam.BETA1).addi(gradient.muli(1 - Adam.BETA1));
      try (NDArray root = variance.sqrt()) {
        root.addi(adam.epsilon());
        try (NDArray move = mean.div(root)) {
          move.muli(adam.size());
          all().get(i).subi(move);
        }
      }
    }
  }
}
