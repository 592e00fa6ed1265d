package io.autorec.server.request;

/**
 * Ratings that a user is known by.
 *
 * @param positions of what is rated, each once
 * @param ratings aligned with them
 */
public record Given(int[] positions, float[] ratings) {}
