package io.autorec.server.calls;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The calls that get a line in the log. */
public enum LoggedCalls {
  /** No call. */
  NONE,
  /** Calls that do not end with OK. */
  FAILED,
  /** All calls. */
  ALL;

  /** Parses the word of a setting. */
  public static Optional<LoggedCalls> parse(String word) {
    return Stream.of(values())
        .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst();
  }

  boolean include(boolean answered) {
    return this == ALL || (this == FAILED && !answered);
  }
}
