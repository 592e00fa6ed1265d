package io.autorec.server.access;

import java.util.Locale;
import java.util.Optional;

/** What a caller may be allowed. */
public enum Scope {
  /** To ask the models. */
  PREDICT,
  /** To change what is served. */
  ADMIN,
  /** To read the metrics. */
  METRICS;

  /** The word for it in a file. */
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
