package io.autorec.trainer.ranking;

import org.jspecify.annotations.Nullable;

/**
 * The best items of one user, best first.
 *
 * @param user the position of the user
 * @param items the positions of the items, each once
 * @param scores what they are ranked by, aligned with {@code items}, descending
 * @param predicted the predicted ratings, aligned with {@code items}, unclipped; null if they were
 *     not asked for
 */
public record RankedList(int user, int[] items, float[] scores, float @Nullable [] predicted) {}
