package io.autorec.trainer.benchmark;

import org.jspecify.annotations.Nullable;

/**
 * One recipe on one split.
 *
 * @param recipe its name
 * @param key everything the numbers depend on: data, split and settings
 * @param seed the seed of the split and the training
 * @param rmse the RMSE on the test ratings; null for interactions without ratings
 * @param mae the MAE on the test ratings; null for interactions
 * @param biasRmse the RMSE of the user+item bias baseline on the same ratings; null for
 *     interactions
 * @param testRatings the number of test ratings, or of test interactions
 * @param seconds the training time of the network
 * @param lists the quality of lists; null if it was not measured
 */
public record SplitResult(
    String recipe,
    String key,
    long seed,
    @Nullable Double rmse,
    @Nullable Double mae,
    @Nullable Double biasRmse,
    long testRatings,
    double seconds,
    @Nullable SplitLists lists) {
  /** The time of everything that was measured. */
  public double allSeconds() {
    return seconds + (lists == null ? 0 : lists.seconds());
  }
}
