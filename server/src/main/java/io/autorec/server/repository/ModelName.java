package io.autorec.server.repository;

/**
 * The model that a request names.
 *
 * @param name the model; "": the default
 * @param version the version; 0: none is named
 * @param label the label; "": none is named. It counts only if no version is named
 */
public record ModelName(String name, long version, String label) {
  /** The main version of the default model. */
  public static final ModelName DEFAULT = new ModelName("", 0, "");

  /** Names a version of a model. */
  public static ModelName of(String name, long version) {
    return new ModelName(name, version, "");
  }
}
