package io.autorec.server.request;

import io.autorec.server.metrics.ModelMetrics.BadInput;

/**
 * One thing wrong with a request.
 *
 * @param field path such as {@code vectors[2].sparse.ratings[5].rating}
 * @param message what was found and what was expected
 * @param kind what metrics count it as
 */
public record Violation(String field, String message, BadInput kind) {
  /** Something that is counted with others. */
  public Violation(String field, String message) {
    this(field, message, BadInput.OTHER);
  }

  /** A rating that is not on a model's scale. */
  static Violation rating(String field, String message, float rating) {
    return new Violation(
        field,
        message,
        Float.isNaN(rating)
            ? BadInput.NAN
            : Float.isInfinite(rating) ? BadInput.INFINITE : BadInput.OFF_SCALE);
  }

  /** An id that may be there once. */
  static Violation duplicate(String field, String id) {
    return new Violation(field, "\"" + id + "\" (expected: each id once)", BadInput.DUPLICATE_ID);
  }
}
