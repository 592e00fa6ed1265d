package io.autorec.server.access;

import java.security.Principal;
import java.util.Optional;

/**
 * The credentials that came with a call.
 *
 * @param authorization the header {@code authorization}
 * @param subject the subject of the client certificate, which the handshake has verified
 */
public record Credentials(Optional<String> authorization, Optional<Principal> subject) {
  /** No credentials. */
  public static final Credentials NONE = new Credentials(Optional.empty(), Optional.empty());

  private static final String SCHEME = "bearer ";

  /** Returns the bearer token of the header, if it holds one. */
  Optional<String> token() {
    return authorization
        .filter(text -> text.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
        .map(text -> text.substring(SCHEME.length()).strip());
  }
}
