package io.autorec.trainer.tuning;

import io.autorec.trainer.network.Centering;
import io.autorec.trainer.settings.TrainingSettings;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** Settings that the search tries in place of the defaults. */
public record Candidate(
    Centering centering,
    double weightDecay,
    double learningRate,
    int hiddenUnits,
    int batchSize,
    double inputExponent,
    boolean maskEncoder) {
  private static final int[] HIDDEN_UNITS = {250, 500, 500, 700};
  private static final int[] BATCHES = {64, 128, 128, 256};
  private static final double[] EXPONENTS = {0, 0.3, 0.5, 0.5, 0.7};

  /**
   * Draws a candidate. The same state of the generator gives the same candidate.
   *
   * @param lambda the weight decay to search around, from a quarter to four times of it, evenly on
   *     a log scale
   */
  static Candidate draw(double lambda, Centering centering, Random random) {
    return new Candidate(
        centering,
        rounded(lambda * Math.pow(4, 2 * random.nextDouble() - 1)),
        rounded(0.0015 * Math.pow(2, 2 * random.nextDouble() - 1)),
        HIDDEN_UNITS[random.nextInt(HIDDEN_UNITS.length)],
        BATCHES[random.nextInt(BATCHES.length)],
        EXPONENTS[random.nextInt(EXPONENTS.length)],
        random.nextInt(4) > 0);
  }

  /** The number that the text of the option stands for. */
  private static double rounded(double value) {
    return new BigDecimal(value).round(new MathContext(3)).doubleValue();
  }

  /** Makes these changes to settings. */
  TrainingSettings applyTo(TrainingSettings start) {
    return start.toBuilder()
        .centering(centering)
        .weightDecay(weightDecay)
        .learningRate(learningRate)
        .hiddenUnits(hiddenUnits)
        .batchSize(batchSize)
        .inputExponent(inputExponent)
        .maskEncoder(maskEncoder)
        .build();
  }

  /** The candidate as options of {@code train}, by name without dashes. */
  public Map<String, String> options() {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("centering", centering.toString());
    options.put("wd", threeDigits(weightDecay));
    options.put("lr", threeDigits(learningRate));
    options.put("ksize", "" + hiddenUnits);
    options.put("batch", "" + batchSize);
    options.put("input-exponent", "" + inputExponent);
    options.put("mask-encoder", "" + maskEncoder);
    return options;
  }

  private static String threeDigits(double value) {
    return String.format(Locale.ROOT, "%.3g", value);
  }
}
