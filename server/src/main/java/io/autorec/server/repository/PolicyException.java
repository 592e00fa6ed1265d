package io.autorec.server.repository;

/** A serving.json that says nothing that can be done; the message is one line. */
final class PolicyException extends Exception {
  PolicyException(String message) {
    super(message);
  }
}
