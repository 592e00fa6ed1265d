package io.autorec.trainer.ranking;

/**
 * The best items of one user, best first.
 *
 * @param user the position of the user
 * @param items the positions of the items, each once
 * @param scores what they are ranked by, aligned with {@code items}, descending
 * @param predicted the predicted ratings, aligned with {@code items}, unclipped
 */
public record RankedList(int user, int[] items, float[] scores, float[] predicted) {}
