package io.autorec.trainer.training;

import io.autorec.trainer.evaluation.EpochResult;
import io.autorec.trainer.recipe.NetworkWeights;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run between two batches: all that is needed to go on as if it had never stopped.
 *
 * @param finished the networks that are trained already
 * @param epoch the epoch under way, from 1
 * @param nextBatch the batch of it to run next, from 0
 * @param squaredError sum over the batches of the epoch so far
 * @param weights the parameters
 * @param means Adam's first moments
 * @param variances Adam's second moments
 * @param epochs the finished epochs of all networks
 * @param bestEpoch the epoch of this network with the lowest validation RMSE; 0 before the first
 * @param best its parameters; null before the first
 */
public record TrainingState(
    List<NetworkWeights> finished,
    int epoch,
    int nextBatch,
    double squaredError,
    NetworkWeights weights,
    NetworkWeights means,
    NetworkWeights variances,
    List<EpochResult> epochs,
    int bestEpoch,
    @Nullable NetworkWeights best) {}
