package io.autorec.model.policy;

/** Thrown if a serving.json cannot be used; the message is one line. */
public final class PolicyException extends Exception {
  PolicyException(String message) {
    super(message);
  }
}
