package io.autorec.server.request;

import io.autorec.model.IdVocabulary;
import io.autorec.model.RatingScale;
import io.autorec.v1.Rating;
import io.autorec.v1.SparseRatings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** Reads sparse rating vectors. */
final class SparseRow {
  /** The value of an interaction. */
  private static final float INTERACTION = 1;

  private SparseRow() {}

  /** Says what a value should be; "" if it may stay. */
  @FunctionalInterface
  private interface Check {
    String expected(float rating);
  }

  /**
   * Reads a vector, which must have a known id; the result is valid if no violation was added.
   *
   * @param field path of the vector in the request
   * @param violations receives everything that is wrong
   */
  static InputRow read(
      String field,
      SparseRatings ratings,
      IdVocabulary columns,
      RatingScale scale,
      List<Violation> violations) {
    int before = violations.size();
    InputRow row = readAny(field, ratings, columns, scale, violations);
    if (row.isEmpty() && violations.size() == before) {
      violations.add(
          new Violation(
              field + ".ratings",
              row.unknownIds().isEmpty()
                  ? "empty (expected: at least one rating)"
                  : "no known id among %s (expected: at least one known id)"
                      .formatted(row.unknownIds().size())));
    }
    return row;
  }

  /** Reads a vector that may be empty, or have unknown ids only. */
  static InputRow readAny(
      String field,
      SparseRatings ratings,
      IdVocabulary columns,
      RatingScale scale,
      List<Violation> violations) {
    Check onScale = rating -> scale.contains(rating) ? "" : "a rating on the scale " + scale;
    return read(field, ratings, columns, onScale, violations);
  }

  /**
   * Reads interactions as {@link #readAny} reads ratings. Each counts the same, whatever its value.
   */
  static InputRow readInteractions(
      String field, SparseRatings ratings, IdVocabulary columns, List<Violation> violations) {
    Check finite = rating -> Float.isFinite(rating) ? "" : "any finite number, or none";
    InputRow row = read(field, ratings, columns, finite, violations);
    Arrays.fill(row.ratings(), INTERACTION);
    return row;
  }

  private static InputRow read(
      String field,
      SparseRatings ratings,
      IdVocabulary columns,
      Check check,
      List<Violation> violations) {
    if (ratings.getRatingsCount() > Limits.ids(columns)) {
      violations.add(
          new Violation(
              field + ".ratings",
              ratings.getRatingsCount() + " (expected: at most " + Limits.ids(columns) + ")"));
      return InputRow.EMPTY;
    }
    int[] positions = new int[ratings.getRatingsCount()];
    float[] values = new float[positions.length];
    int known = 0;
    List<String> unknown = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < ratings.getRatingsCount(); i++) {
      Rating rating = ratings.getRatings(i);
      String path = field + ".ratings[" + i + "]";
      if (!seen.add(rating.getId())) {
        violations.add(Violation.duplicate(path + ".id", rating.getId()));
      }
      String expected = check.expected(rating.getRating());
      if (!expected.isEmpty()) {
        violations.add(
            Violation.rating(
                path + ".rating",
                rating.getRating() + " (expected: " + expected + ")",
                rating.getRating()));
      }
      OptionalInt column = columns.position(rating.getId());
      if (column.isPresent()) {
        positions[known] = column.getAsInt();
        values[known++] = rating.getRating();
      } else {
        unknown.add(rating.getId());
      }
    }
    return new InputRow(Arrays.copyOf(positions, known), Arrays.copyOf(values, known), unknown);
  }
}
