package io.autorec.server.request;

import io.autorec.model.IdVocabulary;
import java.util.List;

/**
 * The limits of one request.
 *
 * @param maxVectors most vectors of a Predict
 * @param maxTopN most items of a Recommend
 */
public record Limits(int maxVectors, int maxTopN) {
  /** Items of a Recommend that names no number. */
  public static final int DEFAULT_TOP_N = 10;

  /** Ids that a list may have beyond all those that the model knows. */
  private static final int SPARE_IDS = 10_000;

  /** The number of items that a request asks for; valid if no violation was added. */
  public int topN(boolean present, int number, List<Violation> violations) {
    long topN = present ? Integer.toUnsignedLong(number) : Math.min(DEFAULT_TOP_N, maxTopN);
    if (topN < 1 || topN > maxTopN) {
      violations.add(new Violation("top_n", topN + " (expected: 1 to " + maxTopN + ")"));
    }
    return (int) topN;
  }

  /** Most ids in one list of a request. */
  public static int ids(IdVocabulary vocabulary) {
    return vocabulary.size() + SPARE_IDS;
  }
}
