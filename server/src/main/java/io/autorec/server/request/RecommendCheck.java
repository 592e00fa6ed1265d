package io.autorec.server.request;

import io.autorec.model.ModelMetadata;
import io.autorec.v1.ModelRef;
import io.autorec.v1.RecommendRequest;
import io.autorec.v1.SparseRatings;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * A checked Recommend.
 *
 * @param given the ratings in the request, or its new ratings, if it has some
 * @param topN how many items at most
 * @param excluded what never to return
 * @param candidates what to choose from
 * @param predicted which predicted ratings to return
 * @param diversity from 0 to below 1
 * @param page the list so far; nothing is shown on the first page
 */
public record RecommendCheck(
    Optional<SparseRow> given,
    int topN,
    IdSelection excluded,
    IdSelection candidates,
    RatingRange predicted,
    float diversity,
    PageToken page) {
  /** Most items that are compared with each other, on all pages of a list. */
  public static final int MAX_DIVERSE = 1000;

  /** Most reasons that each recommendation is given. */
  private static final int MAX_REASONS = 10;

  /** Most recommendations with reasons, or that are compared with each other. */
  private static final int MAX_ELABORATE = 100;

  /**
   * Checks a request; use the result only if no violation was added.
   *
   * @param ref what will answer
   */
  public static RecommendCheck of(
      RecommendRequest request,
      ModelRef ref,
      ModelMetadata model,
      Limits limits,
      List<Violation> violations) {
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
    } else if (explain > 0 && topN > MAX_ELABORATE) {
      violations.add(
          new Violation(
              "top_n", topN + " (expected: 1 to " + MAX_ELABORATE + " with reasons for each)"));
    }
    float diversity = request.getDiversity();
    if (!(diversity >= 0 && diversity < 1)) {
      violations.add(new Violation("diversity", diversity + " (expected: 0 to below 1)"));
    } else if (diversity > 0 && topN > MAX_ELABORATE) {
      violations.add(
          new Violation("top_n", topN + " (expected: 1 to " + MAX_ELABORATE + " with diversity)"));
    }
    return new RecommendCheck(
        given,
        topN,
        IdSelection.of("exclude_ids", request.getExcludeIdsList(), model.items(), violations),
        IdSelection.distinct(
            "candidate_ids", request.getCandidateIdsList(), model.items(), violations),
        RatingRange.of(request, violations),
        diversity,
        page(request, ref, model, violations));
  }

  /** How many ids in it the model does not know. */
  public int unknownIds() {
    return given.map(row -> row.unknownIds().size()).orElse(0)
        + excluded.unknownIds().size()
        + candidates.unknownIds().size();
  }

  private static PageToken page(
      RecommendRequest request, ModelRef ref, ModelMetadata model, List<Violation> violations) {
    int checksum = PageToken.checksum(request, ref);
    PageToken first = new PageToken(ref.getVersion(), checksum, new BitSet());
    if (request.getPageToken().isEmpty()) {
      return first;
    }
    Optional<PageToken> token = PageToken.decode(request.getPageToken(), model.items().size());
    if (token.isEmpty() || token.get().request() != checksum) {
      violations.add(
          new Violation(
              "page_token",
              token.isEmpty()
                  ? "malformed (expected: next_page_token of an answer)"
                  : "from another request (expected: the same fields, save for top_n and explain)"));
      return first;
    }
    return token.get();
  }

  private static Optional<SparseRow> check(
      String field, SparseRatings ratings, ModelMetadata model, List<Violation> violations) {
    return Optional.of(
        SparseRow.checkAny(field, ratings, model.items(), model.scale(), violations));
  }
}
