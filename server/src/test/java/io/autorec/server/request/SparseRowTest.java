package io.autorec.server.request;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autorec.model.IdVocabulary;
import io.autorec.model.RatingScale;
import io.autorec.server.metrics.ModelMetrics.BadInput;
import io.autorec.v1.Rating;
import io.autorec.v1.SparseRatings;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SparseRowTest {
  private final List<Violation> violations = new ArrayList<>();

  private InputRow check(Rating... ratings) {
    return SparseRow.read(
        "vectors[2].sparse",
        SparseRatings.newBuilder().addAllRatings(List.of(ratings)).build(),
        IdVocabulary.of(List.of("a", "b")),
        new RatingScale(0.5f, 5),
        violations);
  }

  private static Rating rating(String id, float rating) {
    return Rating.newBuilder().setId(id).setRating(rating).build();
  }

  @Test
  void check_reportsUnknownIds_whenSomeAreKnown() {
    InputRow row = check(rating("x", 1), rating("b", 4));
    assertArrayEquals(new int[] {1}, row.positions());
    assertArrayEquals(new float[] {4}, row.ratings());
    assertEquals(List.of("x"), row.unknownIds());
    assertEquals(List.of(), violations);
  }

  @Test
  void check_namesEveryFault_whenSeveralAreThere() {
    check(rating("a", 7.5f), rating("a", Float.NaN));
    assertEquals(
        List.of(
            new Violation(
                "vectors[2].sparse.ratings[0].rating",
                "7.5 (expected: a rating on the scale [0.5, 5.0])",
                BadInput.OFF_SCALE),
            new Violation(
                "vectors[2].sparse.ratings[1].id",
                "\"a\" (expected: each id once)",
                BadInput.DUPLICATE_ID),
            new Violation(
                "vectors[2].sparse.ratings[1].rating",
                "NaN (expected: a rating on the scale [0.5, 5.0])",
                BadInput.NAN)),
        violations);
  }

  @Test
  void check_isViolated_whenEmptyOrAllUnknown() {
    check();
    check(rating("x", 1));
    assertEquals(
        List.of(
            new Violation("vectors[2].sparse.ratings", "empty (expected: at least one rating)"),
            new Violation(
                "vectors[2].sparse.ratings",
                "no known id among 1 (expected: at least one known id)")),
        violations);
  }
}
