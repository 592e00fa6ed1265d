package io.autorec.trainer.evaluation;

import org.jspecify.annotations.Nullable;

/**
 * The result of one epoch.
 *
 * @param network the number of the network, from 1
 * @param epoch the number of the epoch, from 1
 * @param trainRmse the masked RMSE over the training ratings, each measured when its batch was
 *     trained
 * @param validationRmse the RMSE over the validation ratings after the epoch, clipped; null if
 *     there are none
 * @param seconds the wall time, including validation
 */
public record EpochResult(
    int network, int epoch, double trainRmse, @Nullable Double validationRmse, double seconds) {}
