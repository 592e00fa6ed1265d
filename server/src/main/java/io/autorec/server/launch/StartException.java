package io.autorec.server.launch;

/** A start that failed by the operator's mistake; the message is one line for them. */
public final class StartException extends Exception {
  StartException(String message) {
    super(message.replaceAll("\\s+", " "));
  }
}
