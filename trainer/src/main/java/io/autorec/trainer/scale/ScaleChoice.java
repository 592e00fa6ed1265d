package io.autorec.trainer.scale;

import io.autorec.model.RatingScale;
import io.autorec.trainer.fields.RatingNumber;
import io.autorec.trainer.input.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The scale of some ratings, and why it is this one. Predictions are clipped to it, and ratings in
 * calls must lie on it.
 *
 * @param lowest the lowest rating that is there
 * @param highest the highest
 * @param step the difference of two neighbouring ratings; 0 if it is not regular
 */
public record ScaleChoice(
    RatingScale scale, Origin origin, float lowest, float highest, float step) {
  /** Fewer values than this have no step worth telling. */
  private static final int LEAST_VALUES = 3;

  private static final String OPTION = "--scale";
  private static final String OTHER = "; " + OPTION + " MIN,MAX for another";

  /** Where a scale comes from. */
  public enum Origin {
    /** The user names it. */
    GIVEN,
    /** A well-known scale of which nobody gave the lowest or highest grade. */
    RECOGNISED,
    /** The lowest and the highest rating. */
    EXTREMES
  }

  /**
   * Chooses the scale of ratings. It is from 0 to 1 if all ratings are the same, as those of
   * interactions are.
   *
   * @param ratings at least one
   * @param given the scale that the user names, on which all ratings lie; null for none
   */
  public static ScaleChoice of(float[] ratings, @Nullable RatingScale given) {
    float lowest = Float.POSITIVE_INFINITY;
    float highest = Float.NEGATIVE_INFINITY;
    for (float rating : ratings) {
      lowest = Math.min(lowest, rating);
      highest = Math.max(highest, rating);
    }
    float[] values = DifferentRatings.of(ratings);
    if (given != null) {
      return new ScaleChoice(given, Origin.GIVEN, lowest, highest, step(values, given));
    }
    RatingScale extremes =
        lowest == highest ? new RatingScale(0, 1) : new RatingScale(lowest, highest);
    float step = step(values, extremes);
    KnownScale known = values == null ? null : KnownScale.recognise(values, step).orElse(null);
    return known == null
        ? new ScaleChoice(extremes, Origin.EXTREMES, lowest, highest, step)
        : new ScaleChoice(known.scale(), Origin.RECOGNISED, lowest, highest, step);
  }

  /** The step between the values and the ends of the scale. */
  private static float step(float @Nullable [] values, RatingScale scale) {
    if (values == null || values.length < LEAST_VALUES) {
      return 0;
    }
    float[] all = Arrays.copyOf(values, values.length + 2);
    all[values.length] = scale.min();
    all[values.length + 1] = scale.max();
    return DifferentRatings.step(all);
  }

  /**
   * Reads the scale that a user names.
   *
   * @param text two numbers with a comma between them
   * @throws InputException if they are none, or the first is not below the second
   */
  public static RatingScale parse(String text) {
    List<String> ends = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    if (ends.size() != 2 || !ends.stream().allMatch(RatingNumber::isNumber)) {
      throw new InputException(
          "%s: %s (expected: MIN,MAX, such as 1,10 or 0.5,5)"
              .formatted(OPTION, InputException.quoted(text)));
    }
    float min = RatingNumber.parse(ends.get(0));
    float max = RatingNumber.parse(ends.get(1));
    if (min >= max) {
      throw new InputException(
          "%s: %s (expected: MIN below MAX)".formatted(OPTION, InputException.quoted(text)));
    }
    return new RatingScale(min, max);
  }

  /** The value of the option for a scale: the opposite of {@link #parse}. */
  public static String option(RatingScale scale) {
    return RatingNumber.shown(scale.min()) + "," + RatingNumber.shown(scale.max());
  }

  /** Returns true if the scale is not that of the ratings' own extremes. */
  public boolean isWider() {
    return origin != Origin.EXTREMES;
  }

  /** The scale and its step, for people. */
  public String told() {
    String steps = step > 0 ? " in steps of " + RatingNumber.shown(step) : "";
    return range(scale.min(), scale.max()) + steps + why();
  }

  private String why() {
    return switch (origin) {
      case GIVEN ->
          ", as "
              + OPTION
              + " says"
              + (lowest > scale.min() || highest < scale.max()
                  ? "; the ratings are " + range(lowest, highest)
                  : "");
      case RECOGNISED -> ", recognised; nobody gave " + missingEnds() + OTHER;
      case EXTREMES -> KnownScale.isKnown(scale) ? "" : OTHER;
    };
  }

  private String missingEnds() {
    List<Float> ends = new ArrayList<>();
    if (lowest > scale.min()) {
      ends.add(scale.min());
    }
    if (highest < scale.max()) {
      ends.add(scale.max());
    }
    return ends.stream().map(RatingNumber::shown).collect(Collectors.joining(" or "));
  }

  private static String range(float from, float to) {
    return RatingNumber.shown(from) + " to " + RatingNumber.shown(to);
  }
}
