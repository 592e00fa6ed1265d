package io.autorec.trainer.benchmark;

import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A mean with its 95% confidence interval by Student's t.
 *
 * @param mean the mean of the values
 * @param halfWidth half the width of the interval; NaN for a single value
 */
public record Interval(double mean, double halfWidth) {
  /** The interval of some values, at least one. */
  public static Interval of(double... values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    if (values.length == 1) {
      return new Interval(mean, Double.NaN);
    }
    double variance =
        Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum()
            / (values.length - 1);
    double t = TDistribution.of(values.length - 1).inverseCumulativeProbability(0.975);
    return new Interval(mean, t * Math.sqrt(variance / values.length));
  }

  @Override
  public String toString() {
    String text = String.format(Locale.ROOT, "%.4f", mean);
    return Double.isNaN(halfWidth) ? text : text + String.format(Locale.ROOT, " ± %.4f", halfWidth);
  }
}
