package io.autorec.server.repository;

/** A repository that cannot be served; the message is one line for the operator. */
public final class RepositoryException extends Exception {
  RepositoryException(String message) {
    super(message);
  }
}
