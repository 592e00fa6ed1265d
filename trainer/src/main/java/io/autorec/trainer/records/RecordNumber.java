package io.autorec.trainer.records;

import java.math.BigDecimal;

/** Spells numbers so that equal ones have one spelling: a whole number has no fraction. */
public final class RecordNumber {
  /** Below it, every whole number is a double. */
  private static final double EXACT = 1L << 53;

  private RecordNumber() {}

  /** The number; empty for NaN, which stands for a missing number. */
  public static String spell(double number) {
    if (Double.isNaN(number)) {
      return "";
    }
    return isWhole(number) ? Long.toString((long) number) : Double.toString(number);
  }

  /** The number; empty for NaN, which stands for a missing number. */
  public static String spell(float number) {
    return Float.isNaN(number) || isWhole(number) ? spell((double) number) : Float.toString(number);
  }

  /** The number, without an exponent. */
  public static String spell(BigDecimal number) {
    return number.scale() <= 0
        ? number.toPlainString()
        : number.stripTrailingZeros().toPlainString();
  }

  private static boolean isWhole(double number) {
    return Math.abs(number) < EXACT && number == Math.rint(number);
  }
}
