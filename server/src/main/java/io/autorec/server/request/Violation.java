package io.autorec.server.request;

/**
 * One thing wrong with a request.
 *
 * @param field path such as {@code vectors[2].sparse.ratings[5].rating}
 * @param message what was found and what was expected
 */
public record Violation(String field, String message) {}
