package io.autorec.trainer.training;

import io.autorec.trainer.evaluation.EpochResult;
import io.autorec.trainer.network.NetworkWeights;
import io.autorec.trainer.training.step.AdamState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of a run between two batches, or after the last: all that is needed to continue as if
 * it had never stopped. Its arrays may be those that training works on, so it is valid until the
 * next batch.
 *
 * @param finished the networks that are trained already
 * @param epochs the finished epochs of all networks
 * @param bestEpoch the epoch of the last network with the lowest validation RMSE; 0 before the
 *     first
 * @param unfinished the network in training; null if all are trained
 */
public record TrainingState(
    List<NetworkWeights> finished,
    List<EpochResult> epochs,
    int bestEpoch,
    @Nullable Unfinished unfinished) {

  /** The bytes of the networks that are trained already. */
  public long finishedBytes() {
    return Float.BYTES * finished.stream().mapToLong(NetworkWeights::size).sum();
  }

  /**
   * A network in training.
   *
   * @param epoch the current epoch, from 1
   * @param nextBatch the batch of the epoch to run next, from 0
   * @param squaredError the sum over the batches of the epoch so far
   * @param state the parameters and their moments
   * @param best the best epoch's parameters; null before the first
   */
  public record Unfinished(
      int epoch,
      int nextBatch,
      double squaredError,
      AdamState state,
      @Nullable NetworkWeights best) {}
}
