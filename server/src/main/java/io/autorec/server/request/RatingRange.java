package io.autorec.server.request;

import io.autorec.v1.RecommendRequest;
import java.util.List;

/**
 * The predicted ratings that may be recommended.
 *
 * @param min the smallest
 * @param max the largest
 */
public record RatingRange(float min, float max) {
  /** Every rating. */
  public static final RatingRange ALL =
      new RatingRange(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);

  /** Reads the bounds of a request; the result is valid if no violation was added. */
  static RatingRange of(RecommendRequest request, List<Violation> violations) {
    float min =
        request.hasMinPredictedRating() ? request.getMinPredictedRating() : Float.NEGATIVE_INFINITY;
    float max =
        request.hasMaxPredictedRating() ? request.getMaxPredictedRating() : Float.POSITIVE_INFINITY;
    requireNumber("min_predicted_rating", min, violations);
    requireNumber("max_predicted_rating", max, violations);
    if (min > max) {
      violations.add(
          new Violation(
              "min_predicted_rating",
              min + " (expected: at most max_predicted_rating, " + max + ")"));
    }
    return new RatingRange(min, max);
  }

  private static void requireNumber(String field, float bound, List<Violation> violations) {
    if (Float.isNaN(bound)) {
      violations.add(new Violation(field, "NaN (expected: a number)"));
    }
  }

  /** Returns true if the range holds every rating. */
  public boolean isUnbounded() {
    return min == Float.NEGATIVE_INFINITY && max == Float.POSITIVE_INFINITY;
  }

  /** Returns true if the range holds a rating. */
  public boolean contains(float rating) {
    return rating >= min && rating <= max;
  }
}
