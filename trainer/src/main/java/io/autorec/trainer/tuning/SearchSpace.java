package io.autorec.trainer.tuning;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Candidates around a starting point: options of {@code train}, by name without dashes.
 *
 * @param weightDecay lambda to search around, from a quarter to four times of it, evenly on a log
 *     scale
 * @param centering whether raw ratings or residuals are to be tried; one of them where the other
 *     makes no sense
 */
public record SearchSpace(double weightDecay, String centering) {
  private static final int[] HIDDEN_UNITS = {250, 500, 500, 700};
  private static final int[] BATCHES = {64, 128, 128, 256};
  private static final double[] EXPONENTS = {0, 0.3, 0.5, 0.5, 0.7};

  /** One candidate; the same generator state gives the same. */
  public Map<String, String> draw(Random random) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("centering", centering);
    options.put("wd", number(weightDecay * Math.pow(4, 2 * random.nextDouble() - 1)));
    options.put("lr", number(0.0015 * Math.pow(2, 2 * random.nextDouble() - 1)));
    options.put("ksize", "" + HIDDEN_UNITS[random.nextInt(HIDDEN_UNITS.length)]);
    options.put("batch", "" + BATCHES[random.nextInt(BATCHES.length)]);
    options.put("input-exponent", "" + EXPONENTS[random.nextInt(EXPONENTS.length)]);
    options.put("mask-encoder", random.nextInt(4) > 0 ? "true" : "false");
    return options;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3g", value);
  }
}
