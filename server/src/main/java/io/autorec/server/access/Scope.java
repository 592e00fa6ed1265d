package io.autorec.server.access;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

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
    return Stream.of(values()).filter(scope -> scope.word().equals(word)).findFirst();
  }
}
