package io.autorec.server.request;

import io.autorec.server.metrics.ModelMetrics.BadInput;

/**
 * One thing wrong with a request.
 *
 * @param field the path, such as {@code vectors[2].sparse.ratings[5].rating}
 * @param message what was found and what was expected
 * @param kind the kind of bad input, for metrics
 */
public record Violation(String field, String message, BadInput kind) {
  /** A violation that metrics count as {@code OTHER}. */
  public Violation(String field, String message) {
    this(field, message, BadInput.OTHER);
  }

  /** The violation of a rating outside the model's scale. */
  static Violation rating(String field, String message, float rating) {
    return new Violation(
        field,
        message,
        Float.isNaN(rating)
            ? BadInput.NAN
            : Float.isInfinite(rating) ? BadInput.INFINITE : BadInput.OFF_SCALE);
  }

  /** The violation of an id that is repeated. */
  static Violation duplicate(String field, String id) {
    return new Violation(field, "\"" + id + "\" (expected: each id once)", BadInput.DUPLICATE_ID);
  }
}
