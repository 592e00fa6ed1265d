package io.autorec.trainer.ranking;

/**
 * The best items of one user, best first.
 *
 * @param user position
 * @param items positions, each once
 * @param scores aligned with {@code items}, descending, unclipped
 */
public record RankedList(int user, int[] items, float[] scores) {}
