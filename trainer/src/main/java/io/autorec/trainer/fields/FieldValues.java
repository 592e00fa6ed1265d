package io.autorec.trainer.fields;

import io.autorec.trainer.times.Timestamps;
import java.util.List;

/**
 * The meaning of fields as the format and the user say. Safe for use by several threads.
 *
 * @param decimalComma whether 3,5 is a number
 * @param missing ratings that stand for none, as they are written
 */
public record FieldValues(boolean decimalComma, List<String> missing) {
  /** A rating that stands for none. */
  public static final float MISSING = Float.NEGATIVE_INFINITY;

  public FieldValues {
    missing = List.copyOf(missing);
  }

  /** The id without surrounding blanks; empty if there is none. */
  public String id(String text) {
    return Blanks.trimmed(text);
  }

  /** The rating; {@link #MISSING} for none, NaN if the text is no rating. */
  public float rating(String text) {
    String trimmed = Blanks.trimmed(text);
    if (RatingNumber.isOneOf(missing, trimmed)) {
      return MISSING;
    }
    return decimalComma ? RatingNumber.parseWithComma(trimmed) : RatingNumber.parse(trimmed);
  }

  /** The time, as {@link Timestamps#parseClear} says it. */
  public double time(String text) {
    return Timestamps.parseClear(Blanks.trimmed(text));
  }
}
