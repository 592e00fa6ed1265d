package io.autorec.server.request;

/**
 * Ratings as two arrays.
 *
 * @param positions the positions of what is rated, each once
 * @param ratings aligned with them
 */
public record Given(int[] positions, float[] ratings) {}
