package io.autorec.trainer.page;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Numbers as people read them: at most 4 decimals, thousands with commas. */
public final class Figures {
  private static final int DECIMALS = 4;
  private static final Pattern DECIMAL_NUMBERS =
      Pattern.compile("-?\\d+(\\.\\d+(E-?\\d+)?)?(,-?\\d+(\\.\\d+(E-?\\d+)?)?)*");
  private static final Pattern WHOLE_NUMBER = Pattern.compile("\\d{4,18}");

  private Figures() {}

  public static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  public static String error(double error) {
    return String.format(Locale.ROOT, "%.4f", error);
  }

  public static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f%%", 100 * share);
  }

  /** A number without zeros at its end; what 4 decimals do not show has two digits. */
  public static String number(double value) {
    BigDecimal exact = new BigDecimal(Double.toString(value));
    BigDecimal rounded = exact.setScale(DECIMALS, RoundingMode.HALF_EVEN);
    if (Math.abs(value) < 0.001 && value != 0) {
      rounded = exact.round(new MathContext(2));
    }
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  /** The value of an option; numbers, also several with commas, are shortened. */
  public static String setting(String value) {
    if (!DECIMAL_NUMBERS.matcher(value).matches() || value.indexOf('.') < 0) {
      return value;
    }
    return Arrays.stream(value.split(",", -1))
        .map(number -> number(Double.parseDouble(number)))
        .collect(Collectors.joining(", "));
  }

  /** A value of the summary of the data, by its name; counts have commas. */
  public static String data(String name, String value) {
    return !name.contains("file") && WHOLE_NUMBER.matcher(value).matches()
        ? count(Long.parseLong(value))
        : value;
  }
}
