package io.autorec.model;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if a model file cannot be read: it is damaged, inconsistent, or of an unknown format
 * version. The message is one line of bounded length, even if it quotes the file.
 */
public final class ModelFormatException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST = 400;

  /**
   * @param message one line that says what was found and what was expected
   */
  public ModelFormatException(String message) {
    super(line(message));
  }

  /**
   * @param message one line that says what was found and what was expected
   * @param cause what the parser or the file system said, for the log; null for nothing more
   */
  public ModelFormatException(String message, @Nullable Throwable cause) {
    super(line(message), cause);
  }

  private static String line(String message) {
    String line = message.length() > LONGEST ? message.substring(0, LONGEST) + "..." : message;
    return line.replaceAll("[\\p{Cntrl}\\s]+", " ");
  }
}
