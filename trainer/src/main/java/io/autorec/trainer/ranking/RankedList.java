package io.autorec.trainer.ranking;

/**
 * The best items of one user, best first.
 *
 * @param user the position of the user
 * @param items the positions of the items, each once
 * @param scores the scores, aligned with {@code items}, descending, unclipped
 */
public record RankedList(int user, int[] items, float[] scores) {}
