package io.autorec.trainer.training.dense;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.autorec.trainer.training.step.Adam;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A step of {@link Adam} on a device. DJL's own optimizer hides the moments, which a stopped run
 * has to keep, and moves every column.
 *
 * @param manager of the step: what is made in it goes with it
 * @param columns of the rating matrix: true for those that a row of the batch observes, which move
 */
record DenseAdam(NDManager manager, Adam adam, boolean[] columns) {
  /**
   * Moves the matrices.
   *
   * @param gradient of the objective without the penalties; it is written over
   * @param penalties [width], times a column of a matrix is added to its gradient
   */
  void moveMatrices(
      DenseParameters weights,
      NDArray gradient,
      float[] penalties,
      DenseParameters means,
      DenseParameters variances) {
    int parts = weights.parts();
    float[] moved = new float[parts * columns.length];
    float[] ofRows = new float[moved.length];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = columns[i % columns.length] ? 1 : 0;
      ofRows[i] = penalties[i % columns.length];
    }
    Shape shape = new Shape(moved.length, 1);
    move(
        weights.matrices(),
        gradient,
        manager.create(ofRows, shape),
        moved,
        shape,
        means.matrices(),
        variances.matrices());
  }

  /**
   * Moves the biases.
   *
   * @param gradient of the objective; it is written over
   */
  void moveBiases(
      DenseParameters weights, NDArray gradient, DenseParameters means, DenseParameters variances) {
    float[] moved = new float[(int) weights.biases().getShape().get(0)];
    Arrays.fill(moved, 1);
    int hidden = moved.length - columns.length;
    for (int column = 0; column < columns.length; column++) {
      moved[hidden + column] = columns[column] ? 1 : 0;
    }
    move(
        weights.biases(),
        gradient,
        null,
        moved,
        new Shape(moved.length),
        means.biases(),
        variances.biases());
  }

  private void move(
      NDArray parameters,
      NDArray gradient,
      @Nullable NDArray penalties,
      float[] moved,
      Shape shape,
      NDArray mean,
      NDArray variance) {
    if (penalties != null) {
      gradient.addi(penalties.mul(parameters));
    }
    mean.addi(gradient.sub(mean).muli(times(moved, 1 - Adam.BETA1, shape)));
    gradient.muli(gradient);
    variance.addi(gradient.subi(variance).muli(times(moved, 1 - Adam.BETA2, shape)));
    NDArray root = variance.sqrt();
    // DJL gives a result to the manager of the first operand.
    root.attach(manager);
    NDArray change = times(moved, adam.size(), shape).mul(mean);
    parameters.subi(change.divi(root.addi(adam.epsilon())));
  }

  private NDArray times(float[] moved, float factor, Shape shape) {
    float[] factors = new float[moved.length];
    for (int i = 0; i < moved.length; i++) {
      factors[i] = factor * moved[i];
    }
    return manager.create(factors, shape);
  }
}
