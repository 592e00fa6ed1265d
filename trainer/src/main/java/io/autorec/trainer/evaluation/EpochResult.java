package io.autorec.trainer.evaluation;

/**
 * What one epoch came to.
 *
 * @param epoch from 1
 * @param trainRmse masked RMSE over the training ratings, each measured as its batch was trained
 * @param validationRmse RMSE over the validation ratings after the epoch, clipped
 * @param seconds wall time, validation included
 */
public record EpochResult(int epoch, double trainRmse, double validationRmse, double seconds) {}
