package io.autorec.trainer.ratings;

/** Ratings as they are written: decimal numbers such as {@code 4}, {@code 3.5} or {@code -9.61}. */
final class RatingNumber {
  /** The largest rating. Beyond it, squared errors lose precision. */
  static final float MAX = 1_000_000;

  private RatingNumber() {}

  /**
   * The rating, never -0; NaN if the text is not a decimal number from -{@link #MAX} to {@link
   * #MAX}.
   */
  static float parse(String text) {
    if (text.isEmpty()) {
      return Float.NaN;
    }
    for (int i = 0; i < text.length(); i++) {
      // Float.parseFloat takes "NaN", "1f" and "0x1p3" too.
      if ("0123456789.+-eE".indexOf(text.charAt(i)) < 0) {
        return Float.NaN;
      }
    }
    try {
      float rating = Float.parseFloat(text);
      return Math.abs(rating) <= MAX ? rating + 0.0f : Float.NaN;
    } catch (NumberFormatException e) {
      return Float.NaN;
    }
  }

  /** The same, with a comma for the decimal point allowed: {@code 3,5}. */
  static float parseWithComma(String text) {
    int comma = text.indexOf(',');
    return comma >= 0 && text.indexOf('.') < 0
        ? parse(text.substring(0, comma) + '.' + text.substring(comma + 1))
        : parse(text);
  }
}
