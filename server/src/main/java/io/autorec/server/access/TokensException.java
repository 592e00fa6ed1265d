package io.autorec.server.access;

/** A file of tokens that cannot be used; the message names file and line, and shows no token. */
public final class TokensException extends Exception {
  TokensException(String message) {
    super(message);
  }
}
