package io.autorec.server.page;

import java.util.Locale;
import java.util.OptionalDouble;

/** Writes numbers for people. */
final class Numbers {
  private Numbers() {}

  /** A number such as an error or a score, to three digits after the point. */
  static String exact(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  /** A number of things, with commas. */
  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** A number of things in a second, or in a run. */
  static String rate(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.1f" : "%,.0f", value);
  }

  static String rate(OptionalDouble value) {
    return value.isEmpty() ? "–" : rate(value.getAsDouble());
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }

  /** A duration in milliseconds. */
  static String millis(OptionalDouble seconds) {
    return seconds.isEmpty()
        ? "–"
        : String.format(
            Locale.ROOT,
            seconds.getAsDouble() < 0.01 ? "%.2f ms" : "%,.0f ms",
            1000 * seconds.getAsDouble());
  }

  /** A rating as a form sends it, and people write it: 4 or 4.5. */
  static String rating(double value) {
    String text = String.format(Locale.ROOT, "%.4f", value);
    return text.replaceAll("\\.?0+$", "");
  }

  /** An effect, with its sign. */
  static String effect(double value) {
    return String.format(Locale.ROOT, "%+.2f", value).replace('-', '−');
  }
}
