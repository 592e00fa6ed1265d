package io.autorec.server.repository;

/**
 * A version on disk that could not be loaded, or a model's serving.json that could not be used.
 *
 * @param name of the model
 * @param version of it; 0: its serving.json
 * @param why in a line
 */
public record BadVersion(String name, long version, String why) {}
