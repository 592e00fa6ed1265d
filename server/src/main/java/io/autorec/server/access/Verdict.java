package io.autorec.server.access;

import java.util.Optional;

/** Whether a caller may do something. */
public sealed interface Verdict {
  /**
   * They may.
   *
   * @param name theirs, if they have one
   */
  record Allowed(Optional<String> name) implements Verdict {}

  /**
   * They may not.
   *
   * @param name theirs, if the server knows them: they may do other things
   */
  record Refused(Optional<String> name) implements Verdict {
    /** Whether the server does not know them. */
    public boolean unknown() {
      return name.isEmpty();
    }
  }
}
