package io.autorec.trainer.evaluation;

import org.jspecify.annotations.Nullable;

/**
 * One training of a run, and what became of its network.
 *
 * @param network the number of the training, from 1
 * @param centering what was subtracted from the ratings
 * @param weightDecay lambda
 * @param epochs the epochs that it could take
 * @param isWarm whether it started from the best weights so far of its kind
 * @param validationRmse the RMSE of its best epoch; null if there are no validation ratings
 * @param isTaken whether its network was kept, in place of the one that it started from if it did
 */
public record TrialResult(
    int network,
    String centering,
    double weightDecay,
    int epochs,
    boolean isWarm,
    @Nullable Double validationRmse,
    boolean isTaken) {}
