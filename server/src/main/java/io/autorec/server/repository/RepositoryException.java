package io.autorec.server.repository;

/** Thrown if a repository cannot be served; the message is one line for the operator. */
public final class RepositoryException extends Exception {
  RepositoryException(String message) {
    super(message);
  }
}
