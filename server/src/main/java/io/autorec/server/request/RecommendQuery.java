package io.autorec.server.request;

import io.autorec.model.ModelMetadata;
import io.autorec.v1.ModelRef;
import io.autorec.v1.RankBy;
import io.autorec.v1.RecommendRequest;
import io.autorec.v1.SparseRatings;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A Recommend request that was read.
 *
 * @param user the id of a known user, if one is named
 * @param ratings the ratings in the request, or its new ratings of the user
 * @param topN the most items to return
 * @param excluded the items never to return
 * @param candidates the items to choose from; empty: all
 * @param includeRated true if items that the user has rated may be returned
 * @param reasons the most ratings to name as reasons of each item
 * @param minPredicted the smallest predicted rating that may be returned
 * @param maxPredicted the largest predicted rating that may be returned
 * @param diversity from 0 to below 1
 * @param page the items that earlier pages showed
 * @param order what to rank by: choice or predicted rating
 * @param omitPredicted true if the predicted ratings are left out
 */
public record RecommendQuery(
    Optional<String> user,
    Optional<InputRow> ratings,
    int topN,
    IdSelection excluded,
    IdSelection candidates,
    boolean includeRated,
    int reasons,
    float minPredicted,
    float maxPredicted,
    float diversity,
    PageToken page,
    RankBy order,
    boolean omitPredicted)
    implements Query {
  /** The most items that are compared with each other, on all pages of a list. */
  public static final int MAX_DIVERSE = 1000;

  /** The most reasons of each recommendation. */
  private static final int MAX_REASONS = 10;

  /** The most recommendations with reasons, or in a diverse list. */
  private static final int MAX_ELABORATE = 100;

  /**
   * Asks for the first items of a known user, without predicted ratings where the order needs none.
   *
   * @param answering name and version of the model
   */
  public static RecommendQuery of(String user, int topN, ModelRef answering, ModelMetadata model) {
    RankBy order = model.defaultOrder();
    return new RecommendQuery(
        Optional.of(user),
        Optional.empty(),
        topN,
        IdSelection.NONE,
        IdSelection.NONE,
        false,
        0,
        Float.NEGATIVE_INFINITY,
        Float.POSITIVE_INFINITY,
        0,
        new PageToken(answering.getVersion(), 0, new BitSet()),
        order,
        order == RankBy.RANK_BY_CHOICE);
  }

  /** Returns the reader of a request. */
  public static Reader<RecommendQuery> reader(RecommendRequest message) {
    return (answering, model, limits, violations) ->
        read(message, answering, model, limits, violations);
  }

  /** Returns the model that is asked; for a later page, the version of the page before. */
  public static ModelChoice model(RecommendRequest message) {
    ModelRef ref = message.getModel();
    OptionalLong version =
        message.getPageToken().isEmpty() || ref.getVersion() != 0
            ? OptionalLong.empty()
            : PageToken.versionOf(message.getPageToken());
    return version.isEmpty()
        ? ModelChoice.of(ref)
        : ModelChoice.ofPage(ref.getName(), version.getAsLong());
  }

  private static RecommendQuery read(
      RecommendRequest message,
      ModelRef answering,
      ModelMetadata model,
      Limits limits,
      List<Violation> violations) {
    Optional<InputRow> ratings = ratings(message, model, violations);
    int topN = limits.topN(message.hasTopN(), message.getTopN(), violations);
    checkElaborate(message, topN, violations);
    IdSelection excluded =
        IdSelection.of("exclude_ids", message.getExcludeIdsList(), model.items(), violations);
    IdSelection candidates =
        IdSelection.distinct(
            "candidate_ids", message.getCandidateIdsList(), model.items(), violations);
    float min =
        message.hasMinPredictedRating() ? message.getMinPredictedRating() : Float.NEGATIVE_INFINITY;
    float max =
        message.hasMaxPredictedRating() ? message.getMaxPredictedRating() : Float.POSITIVE_INFINITY;
    checkRange(min, max, violations);
    RankBy order = order(message, model, violations);
    checkOmitted(message, order, violations);
    return new RecommendQuery(
        message.hasUserId() ? Optional.of(message.getUserId()) : Optional.empty(),
        ratings,
        topN,
        excluded,
        candidates,
        message.getIncludeRated(),
        message.getExplain(),
        min,
        max,
        message.getDiversity(),
        page(message, answering, model, order, violations),
        order,
        model.implicitFeedback() || message.getOmitPredictedRatings());
  }

  private static RankBy order(
      RecommendRequest message, ModelMetadata model, List<Violation> violations) {
    return switch (message.getRankBy()) {
      case RANK_BY_CHOICE, RANK_BY_PREDICTED_RATING -> message.getRankBy();
      case RANK_BY_UNSPECIFIED -> model.defaultOrder();
      case UNRECOGNIZED -> {
        violations.add(
            new Violation("rank_by", message.getRankByValue() + " (expected: a value of RankBy)"));
        yield model.defaultOrder();
      }
    };
  }

  private static void checkOmitted(
      RecommendRequest message, RankBy order, List<Violation> violations) {
    if (!message.getOmitPredictedRatings()) {
      return;
    }
    String wrong =
        order == RankBy.RANK_BY_PREDICTED_RATING
            ? "in the order by predicted rating (expected: only in the order by choice)"
            : message.hasMinPredictedRating()
                ? "beside min_predicted_rating (expected: one of them)"
                : message.hasMaxPredictedRating()
                    ? "beside max_predicted_rating (expected: one of them)"
                    : "";
    if (!wrong.isEmpty()) {
      violations.add(new Violation("omit_predicted_ratings", wrong));
    }
  }

  private static Optional<InputRow> ratings(
      RecommendRequest message, ModelMetadata model, List<Violation> violations) {
    return switch (message.getSubjectCase()) {
      case USER_ID -> {
        if (message.getUserId().isEmpty()) {
          violations.add(new Violation("user_id", "empty (expected: the id of a known user)"));
        }
        yield message.hasNewRatings()
            ? Optional.of(row("new_ratings", message.getNewRatings(), model, violations))
            : Optional.empty();
      }
      case RATINGS -> {
        InputRow given = row("ratings", message.getRatings(), model, violations);
        if (message.hasNewRatings()) {
          violations.add(
              new Violation("new_ratings", "beside ratings (expected: only beside user_id)"));
        }
        yield Optional.of(given);
      }
      case SUBJECT_NOT_SET -> {
        violations.add(new Violation("subject", "not set (expected: user_id or ratings)"));
        yield message.hasNewRatings() ? Optional.of(InputRow.EMPTY) : Optional.empty();
      }
    };
  }

  private static void checkRange(float min, float max, List<Violation> violations) {
    requireNumber("min_predicted_rating", min, violations);
    requireNumber("max_predicted_rating", max, violations);
    if (min > max) {
      String what = "%s (expected: at most max_predicted_rating, %s)".formatted(min, max);
      violations.add(new Violation("min_predicted_rating", what));
    }
  }

  private static void requireNumber(String field, float bound, List<Violation> violations) {
    if (Float.isNaN(bound)) {
      violations.add(new Violation(field, "NaN (expected: a number)"));
    }
  }

  private static InputRow row(
      String field, SparseRatings ratings, ModelMetadata model, List<Violation> violations) {
    return model.implicitFeedback()
        ? SparseRow.readInteractions(field, ratings, model.items(), violations)
        : SparseRow.readAny(field, ratings, model.items(), model.scale(), violations);
  }

  private static void checkElaborate(
      RecommendRequest message, int topN, List<Violation> violations) {
    long explain = Integer.toUnsignedLong(message.getExplain());
    if (explain > MAX_REASONS) {
      violations.add(new Violation("explain", explain + " (expected: 0 to " + MAX_REASONS + ")"));
    } else if (explain > 0 && topN > MAX_ELABORATE) {
      violations.add(
          new Violation(
              "top_n", topN + " (expected: 1 to " + MAX_ELABORATE + " with reasons for each)"));
    }
    float diversity = message.getDiversity();
    if (!(diversity >= 0 && diversity < 1)) {
      violations.add(new Violation("diversity", diversity + " (expected: 0 to below 1)"));
    } else if (diversity > 0 && topN > MAX_ELABORATE) {
      violations.add(
          new Violation("top_n", topN + " (expected: 1 to " + MAX_ELABORATE + " with diversity)"));
    }
  }

  private static PageToken page(
      RecommendRequest message,
      ModelRef answering,
      ModelMetadata model,
      RankBy order,
      List<Violation> violations) {
    int checksum = PageToken.checksum(message, answering, order);
    PageToken first = new PageToken(answering.getVersion(), checksum, new BitSet());
    if (message.getPageToken().isEmpty()) {
      return first;
    }
    Optional<PageToken> token = PageToken.decode(message.getPageToken(), model.items().size());
    if (token.isEmpty() || token.get().request() != checksum) {
      violations.add(
          new Violation(
              "page_token",
              token.isEmpty()
                  ? "malformed (expected: next_page_token of an answer)"
                  : "from another request (expected: the same fields, save for top_n and"
                      + " explain)"));
      return first;
    }
    return token.get();
  }

  /** Returns true if items are ranked by choice, and false if by predicted rating. */
  public boolean byChoice() {
    return order == RankBy.RANK_BY_CHOICE;
  }

  /** Returns true if a predicted rating may be returned. */
  public boolean allows(float predicted) {
    return predicted >= minPredicted && predicted <= maxPredicted;
  }

  /** Returns true if every predicted rating may be returned. */
  public boolean allowsAll() {
    return minPredicted == Float.NEGATIVE_INFINITY && maxPredicted == Float.POSITIVE_INFINITY;
  }

  @Override
  public int unknownIds() {
    return ratings.map(row -> row.unknownIds().size()).orElse(0)
        + excluded.unknownIds().size()
        + candidates.unknownIds().size();
  }

  @Override
  public int rowCount() {
    return 1;
  }
}
