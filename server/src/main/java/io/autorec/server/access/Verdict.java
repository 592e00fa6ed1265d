package io.autorec.server.access;

import java.util.Optional;

/** The result of {@link Access#check}. */
public sealed interface Verdict {
  /**
   * The caller may do it.
   *
   * @param name the name of the caller, if it has one
   */
  record Allowed(Optional<String> name) implements Verdict {}

  /**
   * The caller may not do it.
   *
   * @param name the name of a caller that the server knows, but that lacks the scope
   */
  record Refused(Optional<String> name) implements Verdict {
    /** Returns true if the server does not know the caller. */
    public boolean unknown() {
      return name.isEmpty();
    }
  }
}
