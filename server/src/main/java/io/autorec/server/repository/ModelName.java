package io.autorec.server.repository;

/**
 * How a request names a model.
 *
 * @param name "" for the default
 * @param version 0 where none is named
 * @param label "" where none is named; it counts only where no version is
 */
public record ModelName(String name, long version, String label) {
  /** The main version of the default model. */
  public static final ModelName DEFAULT = new ModelName("", 0, "");

  /** A version of a model. */
  public static ModelName of(String name, long version) {
    return new ModelName(name, version, "");
  }
}
