package io.autorec.trainer.training.step;

import io.autorec.trainer.evaluation.Reconstructor;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.network.NetworkWeights;

/** A network whose parameters Adam moves, on any device. */
public interface TrainableNetwork extends Reconstructor, AutoCloseable {
  /**
   * Moves the parameters down the gradient of 1/2 (sum of squared errors) + penalty/2 (|V|^2 +
   * |U|^2 + |W|^2) on some rows.
   *
   * @param penalty lambda times the batch's share of the training rows
   * @return the sum of squared errors before the move
   */
  double step(RatingMatrix training, int[] rows, double penalty, Adam adam);

  /** A copy of the parameters. */
  NetworkWeights copyOfWeights();

  /** The parameters themselves and their moments, valid until the next step. */
  AdamState state();

  @Override
  void close();
}
