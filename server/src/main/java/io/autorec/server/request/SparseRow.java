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
  private SparseRow() {}

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
      if (!scale.contains(rating.getRating())) {
        violations.add(
            Violation.rating(
                path + ".rating",
                rating.getRating() + " (expected: a rating on the scale " + scale + ")",
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
