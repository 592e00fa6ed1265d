package io.autorec.server.request;

import io.autorec.model.IdVocabulary;
import java.util.List;

/**
 * The limits of one request.
 *
 * @param maxVectors the most vectors of a Predict
 * @param maxTopN the most items of a Recommend
 */
public record Limits(int maxVectors, int maxTopN) {
  /** The number of items of a Recommend that names none. */
  public static final int DEFAULT_TOP_N = 10;

  /** The number of ids that a list may have beyond the number that the model knows. */
  private static final int SPARE_IDS = 10_000;

  /** The number of items that a request asks for; valid if no violation was added. */
  public int topN(boolean present, int number, List<Violation> violations) {
    return topN("top_n", present ? Integer.toUnsignedLong(number) : defaultTopN(), violations);
  }

  /** The number of items for a request that names none. */
  public int defaultTopN() {
    return Math.min(DEFAULT_TOP_N, maxTopN);
  }

  /**
   * The number of items that a request asks for; valid if no violation was added.
   *
   * @param field path of the number in the request
   */
  public int topN(String field, long topN, List<Violation> violations) {
    if (topN < 1 || topN > maxTopN) {
      violations.add(new Violation(field, topN + " (expected: 1 to " + maxTopN + ")"));
    }
    return (int) topN;
  }

  /** The most ids in one list of a request. */
  public static int ids(IdVocabulary vocabulary) {
    return vocabulary.size() + SPARE_IDS;
  }
}
