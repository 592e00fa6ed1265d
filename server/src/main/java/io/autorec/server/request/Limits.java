package io.autorec.server.request;

import io.autorec.model.IdVocabulary;

/**
 * How much one request may ask for.
 *
 * @param maxVectors most vectors of a Predict
 * @param maxTopN most items of a Recommend
 */
public record Limits(int maxVectors, int maxTopN) {
  /** Items of a Recommend that names no number. */
  public static final int DEFAULT_TOP_N = 10;

  /** Ids that a list may have beyond all those that the model knows. */
  private static final int SPARE_IDS = 10_000;

  /** Most ids in a list of them. */
  static int ids(IdVocabulary vocabulary) {
    return vocabulary.size() + SPARE_IDS;
  }
}
