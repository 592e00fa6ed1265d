package io.autorec.trainer.fields;

import io.autorec.model.RatingScale;
import io.autorec.trainer.times.Timestamps;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The meaning of fields as the format and the user say. Safe for use by several threads.
 *
 * @param decimalComma whether 3,5 is a number
 * @param missing ratings that stand for none, as they are written
 * @param scale the scale of all ratings; null if any number is one
 */
public record FieldValues(boolean decimalComma, List<String> missing, @Nullable RatingScale scale) {
  /** A rating that stands for none. */
  public static final float MISSING = Float.NEGATIVE_INFINITY;

  public FieldValues {
    missing = List.copyOf(missing);
  }

  /** Any number is a rating. */
  public FieldValues(boolean decimalComma, List<String> missing) {
    this(decimalComma, missing, null);
  }

  /** The id without surrounding blanks; empty if there is none. */
  public String id(String text) {
    return Blanks.trimmed(text);
  }

  /** The rating; {@link #MISSING} for none, NaN if the text is no rating, or one off the scale. */
  public float rating(String text) {
    String trimmed = Blanks.trimmed(text);
    if (RatingNumber.isOneOf(missing, trimmed)) {
      return MISSING;
    }
    float rating = number(trimmed);
    return scale == null || scale.contains(rating) ? rating : Float.NaN;
  }

  /** Returns true if the text would be a rating on another scale. */
  public boolean isOffScale(String text) {
    String trimmed = Blanks.trimmed(text);
    return scale != null
        && !RatingNumber.isOneOf(missing, trimmed)
        && Float.isFinite(number(trimmed))
        && !scale.contains(number(trimmed));
  }

  private float number(String text) {
    return decimalComma ? RatingNumber.parseWithComma(text) : RatingNumber.parse(text);
  }

  /** The time, as {@link Timestamps#parseClear} says it. */
  public double time(String text) {
    return Timestamps.parseClear(Blanks.trimmed(text));
  }
}
