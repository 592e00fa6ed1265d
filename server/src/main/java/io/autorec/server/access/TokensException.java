package io.autorec.server.access;

/** Thrown if a file of tokens cannot be used. The message names file and line, never a token. */
public final class TokensException extends Exception {
  TokensException(String message) {
    super(message);
  }
}
