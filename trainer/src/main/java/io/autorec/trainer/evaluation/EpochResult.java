package io.autorec.trainer.evaluation;

import org.jspecify.annotations.Nullable;

/**
 * What one epoch came to.
 *
 * @param network which of several, from 1
 * @param epoch of it, from 1
 * @param trainRmse masked RMSE over the training ratings, each measured as its batch was trained
 * @param validationRmse RMSE over the validation ratings after the epoch, clipped; null where there
 *     are none
 * @param seconds wall time, validation included
 */
public record EpochResult(
    int network, int epoch, double trainRmse, @Nullable Double validationRmse, double seconds) {}
