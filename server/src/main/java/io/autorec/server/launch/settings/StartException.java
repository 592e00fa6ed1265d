package io.autorec.server.launch.settings;

/** Thrown when the server cannot start as the operator wants; the message is one line for them. */
public final class StartException extends Exception {
  /** Makes an exception with a message, whose line breaks become spaces. */
  public StartException(String message) {
    super(message.replaceAll("\\s+", " "));
  }
}
