package io.autorec.trainer.evaluation;

import org.jspecify.annotations.Nullable;

/**
 * One training of a run, and what became of its network.
 *
 * @param network the number of the training, from 1
 * @param centering what was subtracted from the ratings
 * @param implicitFactors whether its rows had implicit factors
 * @param weightDecay lambda
 * @param epochs the epochs that it could take
 * @param isWarm whether it started from the best weights so far of its kind
 * @param validationRmse the RMSE of its best epoch; null if there are no validation ratings
 * @param isTaken whether its network was kept, in place of the one before if there was one
 */
public record TrialResult(
    int network,
    String centering,
    boolean implicitFactors,
    double weightDecay,
    int epochs,
    boolean isWarm,
    @Nullable Double validationRmse,
    boolean isTaken) {}
