package io.autorec.trainer.tuning;

import io.autorec.trainer.network.Centering;
import io.autorec.trainer.settings.TrainingSettings;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Settings that the search tries in place of the defaults. */
public record Candidate(
    Centering centering,
    double weightDecay,
    double learningRate,
    int hiddenUnits,
    int batchSize,
    double inputExponent,
    boolean maskEncoder) {
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
