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

  private static final float HALF = 0.5f;

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
   * Takes a step of Adam, and clears the gradients. It changes arrays in place, so no gradients may
   * be collected meanwhile.
   *
   * <p>The gradients are those of the sum of squared errors, twice those of the objective.
   *
   * @param penalties [width], times a column of a weight matrix is added to its gradient
   * @param observed [width], 1 for the columns to move, and 0 for those that stay
   */
  void move(
      Adam adam,
      NDArray penalties,
      NDArray observed,
      DenseParameters means,
      DenseParameters variances) {
    NDArray ofColumns = penalties.reshape(-1, 1);
    NDArray moved = observed.reshape(-1, 1);
    NDArray none = penalties.zerosLike();
    move(adam, encoder, ofColumns, moved, means.encoder, variances.encoder);
    move(adam, decoder, ofColumns, moved, means.decoder, variances.decoder);
    move(adam, outputBias, none, observed, means.outputBias, variances.outputBias);
    NDArray always = hiddenBias.onesLike();
    NDArray free = hiddenBias.zerosLike();
    always.attach(penalties.getManager());
    free.attach(penalties.getManager());
    move(adam, hiddenBias, free, always, means.hiddenBias, variances.hiddenBias);
    if (maskEncoder != null && means.maskEncoder != null && variances.maskEncoder != null) {
      move(adam, maskEncoder, ofColumns, moved, means.maskEncoder, variances.maskEncoder);
    }
  }

  private static void move(
      Adam adam,
      NDArray parameter,
      NDArray penalties,
      NDArray moved,
      NDArray mean,
      NDArray variance) {
    try (NDManager step = penalties.getManager().newSubManager();
        NDArray gradient = parameter.getGradient()) {
      NDArray of = gradient.mul(HALF);
      of.attach(step);
      NDArray decay = parameter.mul(penalties);
      decay.attach(step);
      of.addi(decay);
      NDArray change = of.sub(mean).muli(1 - Adam.BETA1).muli(moved);
      mean.addi(change);
      variance.addi(of.square().subi(variance).muli(1 - Adam.BETA2).muli(moved));
      NDArray root = variance.sqrt();
      root.attach(step);
      NDArray scaled = mean.mul(adam.size());
      scaled.attach(step);
      parameter.subi(scaled.divi(root.addi(adam.epsilon())).muli(moved));
    }
  }
}
