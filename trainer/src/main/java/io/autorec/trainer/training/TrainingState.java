package io.autorec.trainer.training;

import io.autorec.trainer.evaluation.EpochResult;
import io.autorec.trainer.network.NetworkWeights;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run between two batches, or after the last: all that is needed to go on as if it had never
 * stopped. Its numbers may be those that training works on, so it is good until the next batch.
 *
 * @param finished the networks that are trained already
 * @param epochs the finished epochs of all networks
 * @param bestEpoch the epoch of the last network with the lowest validation RMSE; 0 before the
 *     first
 * @param unfinished the network under way; null when all are trained
 */
public record TrainingState(
    List<NetworkWeights> finished,
    List<EpochResult> epochs,
    int bestEpoch,
    @Nullable Unfinished unfinished) {

  /**
   * A network under way.
   *
   * @param epoch the epoch under way, from 1
   * @param nextBatch the batch of it to run next, from 0
   * @param squaredError sum over the batches of the epoch so far
   * @param weights the parameters
   * @param means Adam's first moments
   * @param variances Adam's second moments
   * @param best the best epoch's parameters; null before the first
   */
  public record Unfinished(
      int epoch,
      int nextBatch,
      double squaredError,
      NetworkWeights weights,
      NetworkWeights means,
      NetworkWeights variances,
      @Nullable NetworkWeights best) {}
}
