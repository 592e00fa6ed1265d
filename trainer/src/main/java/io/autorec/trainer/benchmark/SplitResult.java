package io.autorec.trainer.benchmark;

/**
 * One recipe on one split.
 *
 * @param recipe its name
 * @param key everything the numbers depend on: data, split and settings
 * @param seed of the split and the training
 * @param rmse on the test ratings
 * @param mae on the test ratings
 * @param biasRmse of the user+item bias baseline on the same ratings
 * @param testRatings how many they are
 * @param seconds of training
 */
public record SplitResult(
    String recipe,
    String key,
    long seed,
    double rmse,
    double mae,
    double biasRmse,
    long testRatings,
    double seconds) {}
