package io.autorec.model;

/** A model file that cannot be read: damaged, inconsistent, or of an unknown format version. */
public final class ModelFormatException extends Exception {
  /**
   * @param message one line that says what was found and what was expected
   */
  public ModelFormatException(String message) {
    super(message);
  }

  /**
   * @param message one line that says what was found and what was expected
   * @param cause what the parser said
   */
  public ModelFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
