package io.autorec.server.request;

/**
 * Ratings as two arrays.
 *
 * @param positions what is rated, each position once
 * @param ratings aligned with them
 */
public record Given(int[] positions, float[] ratings) {}
