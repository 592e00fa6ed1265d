package io.autorec.trainer.training.step;

import io.autorec.trainer.evaluation.Reconstructor;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.network.NetworkWeights;
import org.jspecify.annotations.Nullable;

/** A network whose parameters Adam moves, on any device. */
public interface TrainableNetwork extends Reconstructor, AutoCloseable {
  /**
   * Moves the parameters down the gradient of 1/2 (sum of squared errors) + 1/2 sum over columns j
   * of penalties_j (|v_j|^2 + |u_j|^2 + |w_j|^2) on some rows. The parameters of columns that none
   * of these rows has observed, and their moments, stay as they are.
   *
   * @param penalties [width], see {@link ColumnPenalties}
   */
  void step(RatingMatrix training, int[] rows, float[] penalties, Adam adam);

  /**
   * The sum of the squared errors of all steps, each before its move, since {@link
   * #beginSquaredError}. A device is asked for it, which waits until all its work is done.
   */
  double squaredError();

  /**
   * Begins the sum of {@link #squaredError}, which is 0 until the first step.
   *
   * @param before what it begins with
   */
  void beginSquaredError(double before);

  /**
   * Moves the {@link ImplicitFactors}, if there are any, down the gradients of the steps since it
   * was last called.
   *
   * @param penalty times a factor is added to its gradient
   */
  default void moveFactors(Adam adam, float penalty) {}

  /**
   * A copy of the parameters.
   *
   * @param used arrays of an earlier copy that may be written over; null for none
   */
  NetworkWeights copyOfWeights(@Nullable NetworkWeights used);

  /** The parameters themselves and their moments, valid until the next step. */
  AdamState state();

  @Override
  void close();
}
