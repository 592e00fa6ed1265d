package io.autorec.server.request;

import io.autorec.model.IdVocabulary;
import io.autorec.model.RatingScale;
import io.autorec.model.RowEncoding;
import io.autorec.model.UserRatings;
import io.autorec.v1.Rating;
import io.autorec.v1.SparseRatings;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A sparse rating vector of a request.
 *
 * @param observed the known ratings, at least one unless violations were found
 * @param unknownIds ids that the model does not know, in the request's order
 */
public record SparseRow(List<Entry> observed, List<String> unknownIds) implements InputRow {
  /** A vector without ratings. */
  public static final SparseRow EMPTY = new SparseRow(List.of(), List.of());

  /** One rating at a column of the model. */
  public record Entry(int column, float rating) {}

  public SparseRow {
    observed = List.copyOf(observed);
    unknownIds = List.copyOf(unknownIds);
  }

  /**
   * Reads a vector, which must have a known id; the result is valid if no violation was added.
   *
   * @param field path of the vector in the request
   * @param violations receives everything that is wrong
   */
  static SparseRow read(
      String field,
      SparseRatings ratings,
      IdVocabulary columns,
      RatingScale scale,
      List<Violation> violations) {
    int before = violations.size();
    SparseRow row = readAny(field, ratings, columns, scale, violations);
    if (row.observed.isEmpty() && violations.size() == before) {
      violations.add(
          new Violation(
              field + ".ratings",
              row.unknownIds.isEmpty()
                  ? "empty (expected: at least one rating)"
                  : "no known id among "
                      + row.unknownIds.size()
                      + " (expected: at least one known id)"));
    }
    return row;
  }

  /** Reads a vector that may be empty, or have unknown ids only. */
  static SparseRow readAny(
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
      return EMPTY;
    }
    List<Entry> observed = new ArrayList<>(ratings.getRatingsCount());
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
        observed.add(new Entry(column.getAsInt(), rating.getRating()));
      } else {
        unknown.add(rating.getId());
      }
    }
    return new SparseRow(observed, unknown);
  }

  /** Combines these ratings with the stored ratings of a user for other columns. */
  public SparseRow over(UserRatings stored, int user) {
    Set<Integer> newer = new HashSet<>();
    List<Entry> all = new ArrayList<>(observed);
    observed.forEach(entry -> newer.add(entry.column()));
    for (int i = stored.start(user); i < stored.start(user + 1); i++) {
      if (!newer.contains(stored.item(i))) {
        all.add(new Entry(stored.item(i), stored.rating(i)));
      }
    }
    return new SparseRow(all, unknownIds);
  }

  @Override
  public void encode(FloatBuffer rows, int row, int width) {
    for (Entry entry : observed) {
      RowEncoding.observe(rows, row, width, entry.column(), entry.rating());
    }
  }

  @Override
  public void forget(FloatBuffer rows, int row, int width) {
    for (Entry entry : observed) {
      RowEncoding.forget(rows, row, width, entry.column());
    }
  }

  @Override
  public Given given() {
    int[] positions = new int[observed.size()];
    float[] ratings = new float[observed.size()];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = observed.get(i).column();
      ratings[i] = observed.get(i).rating();
    }
    return new Given(positions, ratings);
  }
}
