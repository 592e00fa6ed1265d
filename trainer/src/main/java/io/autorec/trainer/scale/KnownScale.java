package io.autorec.trainer.scale;

import io.autorec.model.RatingScale;
import java.util.List;
import java.util.Optional;

/**
 * A rating scale that many sites have. A file whose lowest or highest grade nobody gave is
 * recognised by the others:
 *
 * <ul>
 *   <li>its values have the step of the scale;
 *   <li>of the scale's values at least {@value #LEAST_SHARE} are there, and {@value #LEAST_VALUES}
 *       or more. Fewer make another scale as likely: 1 to 4 is one of its own, and so is 2 to 5;
 *   <li>at most one is missing at each end;
 *   <li>its own extremes are those of no scale in the table: 1 to 10 stays, and is not 0 to 10;
 *   <li>the scale has a 0 only if the file's extremes enclose it, since an entry of 0 in a call
 *       means "not rated" where 0 is not on the scale.
 * </ul>
 *
 * <p>Of several, the one with the fewest missing ends is taken.
 *
 * @param step the difference of two neighbours
 */
record KnownScale(RatingScale scale, float step) {
  private static final int LEAST_VALUES = 7;
  private static final double LEAST_SHARE = 0.7;

  /** The table. Scales of fewer than seven values are only known if they are complete. */
  static final List<KnownScale> ALL =
      List.of(
          of(0, 1, 1), // like and dislike
          of(1, 5, 1), // stars
          of(1, 5, 0.5f), // half stars
          of(0.5f, 5, 0.5f), // half stars from a half on, as MovieLens has them
          of(0, 5, 0.5f),
          of(1, 10, 1), // films, books, anime
          of(1, 10, 0.5f),
          of(0, 10, 1),
          of(0, 10, 0.5f),
          of(-10, 10, 1), // Jester, rounded
          of(0, 1, 0.1f), // shares
          of(0, 100, 10), // percents
          of(1, 100, 1),
          of(0, 100, 1));

  private static KnownScale of(float min, float max, float step) {
    return new KnownScale(new RatingScale(min, max), step);
  }

  /** Returns true if a scale in the table has these ends. */
  static boolean isKnown(RatingScale scale) {
    return ALL.stream().anyMatch(known -> known.scale.equals(scale));
  }

  /**
   * The scale whose values these are, apart from one or two ends that nobody gave.
   *
   * @param values different values, ascending
   * @param step the step between them
   */
  static Optional<KnownScale> recognise(float[] values, float step) {
    if (values.length < LEAST_VALUES
        || isKnown(new RatingScale(values[0], values[values.length - 1]))) {
      return Optional.empty();
    }
    KnownScale best = null;
    int fewest = Integer.MAX_VALUE;
    for (KnownScale known : ALL) {
      if (known.step == step && known.isNearlyThatOf(values)) {
        int missing = known.missingEnds(values);
        if (missing < fewest) {
          best = known;
          fewest = missing;
        }
      }
    }
    return Optional.ofNullable(best);
  }

  /** The number of different ratings that it allows. */
  int size() {
    return 1 + stepsTo(scale.max());
  }

  private boolean isNearlyThatOf(float[] values) {
    float lowest = values[0];
    float highest = values[values.length - 1];
    return scale.contains(lowest)
        && scale.contains(highest)
        && stepsTo(lowest) <= 1
        && stepsTo(highest) >= stepsTo(scale.max()) - 1
        && values.length >= LEAST_SHARE * size()
        && (!scale.contains(0) || new RatingScale(lowest, highest).contains(0));
  }

  private int missingEnds(float[] values) {
    return (values[0] > scale.min() ? 1 : 0) + (values[values.length - 1] < scale.max() ? 1 : 0);
  }

  private int stepsTo(float value) {
    return Math.round((value - scale.min()) / step);
  }
}
