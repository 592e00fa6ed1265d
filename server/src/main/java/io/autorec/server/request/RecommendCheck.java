package io.autorec.server.request;

import io.autorec.model.ModelMetadata;
import io.autorec.v1.RecommendRequest;
import io.autorec.v1.SparseRatings;
import java.util.List;
import java.util.Optional;

/**
 * A checked Recommend.
 *
 * @param given the ratings in the request, or its new ratings, if it has some
 * @param topN how many items at most
 * @param excluded what never to return
 * @param candidates what to choose from
 */
public record RecommendCheck(
    Optional<SparseRow> given, int topN, IdSelection excluded, IdSelection candidates) {
  /** Most reasons that each recommendation is given. */
  private static final int MAX_REASONS = 10;

  /** Most recommendations with reasons, each of which is worked out by itself. */
  private static final int MAX_EXPLAINED = 100;

  /** Checks a request; use the result only if no violation was added. */
  public static RecommendCheck of(
      RecommendRequest request, ModelMetadata model, Limits limits, List<Violation> violations) {
    Optional<SparseRow> given = Optional.empty();
    switch (request.getSubjectCase()) {
      case USER_ID -> {
        if (request.getUserId().isEmpty()) {
          violations.add(new Violation("user_id", "empty (expected: the id of a known user)"));
        }
        if (request.hasNewRatings()) {
          given = check("new_ratings", request.getNewRatings(), model, violations);
        }
      }
      case RATINGS -> {
        given = check("ratings", request.getRatings(), model, violations);
        if (request.hasNewRatings()) {
          violations.add(
              new Violation("new_ratings", "beside ratings (expected: only beside user_id)"));
        }
      }
      case SUBJECT_NOT_SET ->
          violations.add(new Violation("subject", "not set (expected: user_id or ratings)"));
    }
    int topN = limits.topN(request.hasTopN(), request.getTopN(), violations);
    long explain = Integer.toUnsignedLong(request.getExplain());
    if (explain > MAX_REASONS) {
      violations.add(new Violation("explain", explain + " (expected: 0 to " + MAX_REASONS + ")"));
    } else if (explain > 0 && topN > MAX_EXPLAINED) {
      violations.add(
          new Violation(
              "top_n", topN + " (expected: 1 to " + MAX_EXPLAINED + " with reasons for each)"));
    }
    return new RecommendCheck(
        given,
        topN,
        IdSelection.of("exclude_ids", request.getExcludeIdsList(), model.items(), violations),
        IdSelection.distinct(
            "candidate_ids", request.getCandidateIdsList(), model.items(), violations));
  }

  private static Optional<SparseRow> check(
      String field, SparseRatings ratings, ModelMetadata model, List<Violation> violations) {
    return Optional.of(
        SparseRow.checkAny(field, ratings, model.items(), model.scale(), violations));
  }
}
