package io.autorec.server.request;

/**
 * How much one request may ask for.
 *
 * @param maxVectors most vectors of a Predict
 * @param maxTopN most items of a Recommend
 */
public record Limits(int maxVectors, int maxTopN) {
  /** Items of a Recommend that names no number. */
  public static final int DEFAULT_TOP_N = 10;
}
