package io.autorec.server.access;

import java.util.Locale;
import java.util.Optional;

/** A right of a caller. */
public enum Scope {
  /** The right to ask the models. */
  PREDICT,
  /** The right to change which versions are served. */
  ADMIN,
  /** The right to read the metrics. */
  METRICS;

  /** Returns the word for the scope in a file of tokens. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Scope> of(String word) {
    for (Scope scope : values()) {
      if (scope.word().equals(word)) {
        return Optional.of(scope);
      }
    }
    return Optional.empty();
  }
}
