package io.autorec.server.repository;

/**
 * A version on disk that could not be loaded.
 *
 * @param name of the model
 * @param version of it
 * @param why in a line
 */
public record BadVersion(String name, long version, String why) {}
