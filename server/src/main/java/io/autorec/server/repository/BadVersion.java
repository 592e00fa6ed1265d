package io.autorec.server.repository;

/**
 * A version on disk that could not be loaded, or a serving.json that could not be used.
 *
 * @param name the model
 * @param version the version; 0: the serving.json of the model
 * @param why the reason, in one line
 */
public record BadVersion(String name, long version, String why) {}
