package io.autorec.spark.prepare;

import io.autorec.trainer.input.InputException;

/**
 * How ratings are prepared.
 *
 * @param leastOfUser the fewest ratings of a user that stays, at least 1
 * @param leastOfItem the fewest ratings of an item that stays, at least 1
 * @param split how the test part is chosen
 * @param testRatio the share of the test part, above 0 and below 1
 * @param seed the same seed gives the same random split, on whatever machines
 */
public record PrepareSettings(
    int leastOfUser, int leastOfItem, SplitKind split, double testRatio, long seed) {
  /** Ways to choose the test part. */
  public enum SplitKind {
    /** Each rating by a hash of its user, item and the seed. */
    RANDOM,
    /** The latest ratings. */
    TIME,
    /** There is no test part. */
    NONE
  }

  public PrepareSettings {
    requireCount("--min-user-ratings", leastOfUser);
    requireCount("--min-item-ratings", leastOfItem);
    if (!(testRatio > 0 && testRatio < 1)) {
      throw new InputException(
          "--test-ratio: " + testRatio + " (expected: above 0 and below 1; or --split none)");
    }
  }

  private static void requireCount(String option, int count) {
    if (count < 1) {
      throw new InputException(option + ": " + count + " (expected: at least 1)");
    }
  }
}
