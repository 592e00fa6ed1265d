package io.autorec.trainer.tuning;

import io.autorec.trainer.network.Centering;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;

/**
 * The candidates around a starting point.
 *
 * @param weightDecay the lambda to search around, from a quarter to four times of it, evenly on a
 *     log scale
 * @param centering the centring of all candidates
 */
record SearchSpace(double weightDecay, Centering centering) {
  private static final int[] HIDDEN_UNITS = {250, 500, 500, 700};
  private static final int[] BATCHES = {64, 128, 128, 256};
  private static final double[] EXPONENTS = {0, 0.3, 0.5, 0.5, 0.7};

  /** Draws a candidate. The same state of the generator gives the same candidate. */
  Candidate draw(Random random) {
    return new Candidate(
        centering,
        threeDigits(weightDecay * Math.pow(4, 2 * random.nextDouble() - 1)),
        threeDigits(0.0015 * Math.pow(2, 2 * random.nextDouble() - 1)),
        HIDDEN_UNITS[random.nextInt(HIDDEN_UNITS.length)],
        BATCHES[random.nextInt(BATCHES.length)],
        EXPONENTS[random.nextInt(EXPONENTS.length)],
        random.nextInt(4) > 0);
  }

  /**
   * Rounds a number so that a file of options has its exact text, and training from the file gives
   * the same result.
   */
  private static double threeDigits(double value) {
    return new BigDecimal(value).round(new MathContext(3)).doubleValue();
  }
}
