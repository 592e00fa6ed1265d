package io.autorec.bench.load;

/**
 * One real row of the rating matrix, or a part of it.
 *
 * @param position of the user or item whose row it is
 * @param columns [ratings], positions of what was rated, or of who rated
 * @param ratings [ratings], aligned with {@code columns}
 */
public record RatedRow(int position, int[] columns, float[] ratings) {}
