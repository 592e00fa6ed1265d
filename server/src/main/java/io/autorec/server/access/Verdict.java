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
   * @param unknown whether the server does not know them; else they may do other things
   */
  record Refused(boolean unknown) implements Verdict {}
}
