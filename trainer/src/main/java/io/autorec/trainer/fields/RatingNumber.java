package io.autorec.trainer.fields;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Ratings as they are written: decimal numbers such as {@code 4}, {@code 3.5} or {@code -9.61};
 * {@code true} is 1, and {@code false} is 0.
 */
public final class RatingNumber {
  /** The largest rating. Beyond it, squared errors lose precision. */
  public static final float MAX = 1_000_000;

  private static final Pattern NUMBER_LIKE =
      Pattern.compile("[-+\\u2212$]?[0-9][0-9.,'\\u00a0]*\\s*(%|/ ?[0-9]+|stars?)?|\\u2605+");

  private static final Set<String> OPINIONS =
      Set.of(
          "true",
          "false",
          "yes",
          "no",
          "like",
          "dislike",
          "liked",
          "disliked",
          "love",
          "hate",
          "up",
          "down",
          "good",
          "bad",
          "positive",
          "negative",
          "recommended",
          "not recommended");

  private RatingNumber() {}

  /**
   * The rating, never -0; NaN if the text is neither a truth value nor a decimal number from
   * -{@link #MAX} to {@link #MAX}.
   */
  public static float parse(String text) {
    if (text.isEmpty()) {
      return Float.NaN;
    }
    for (int i = 0; i < text.length(); i++) {
      // Float.parseFloat takes "NaN", "1f" and "0x1p3" too.
      if ("0123456789.+-eE".indexOf(text.charAt(i)) < 0) {
        return truth(text);
      }
    }
    try {
      float rating = Float.parseFloat(text);
      return Math.abs(rating) <= MAX ? rating + 0.0f : Float.NaN;
    } catch (NumberFormatException e) {
      return Float.NaN;
    }
  }

  private static float truth(String text) {
    if (text.equalsIgnoreCase("true")) {
      return 1;
    }
    return text.equalsIgnoreCase("false") ? 0 : Float.NaN;
  }

  /** The rating as people write it: 4 and not 4.0. */
  public static String shown(float rating) {
    return rating == Math.rint(rating) ? Long.toString((long) rating) : Float.toString(rating);
  }

  /** Returns true for one of some values, as it is written or as a number. */
  public static boolean isOneOf(List<String> values, String text) {
    if (values.isEmpty()) {
      return false;
    }
    float number = parseWithComma(text);
    return values.stream().anyMatch(value -> value.equals(text) || parse(value) == number);
  }

  /** Returns true for a number, and not for a truth value. */
  public static boolean isNumber(String text) {
    return !Float.isNaN(parse(text)) && Float.isNaN(truth(text));
  }

  /** Returns true for what is no number and yet seems to rate: 1,000 or 60% or "like". */
  public static boolean mayMeanRating(String text) {
    return NUMBER_LIKE.matcher(text).matches() || OPINIONS.contains(text.toLowerCase(Locale.ROOT));
  }

  /** The same, with a comma for the decimal point allowed: {@code 3,5}. */
  public static float parseWithComma(String text) {
    int comma = text.indexOf(',');
    return comma >= 0 && text.indexOf('.') < 0
        ? parse(text.substring(0, comma) + '.' + text.substring(comma + 1))
        : parse(text);
  }
}
