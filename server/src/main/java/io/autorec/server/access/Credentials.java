package io.autorec.server.access;

import java.security.Principal;
import java.util.Optional;

/**
 * What a caller shows.
 *
 * @param authorization the header of that name
 * @param subject of the client certificate that the handshake verified
 */
public record Credentials(Optional<String> authorization, Optional<Principal> subject) {
  /** Nothing. */
  public static final Credentials NONE = new Credentials(Optional.empty(), Optional.empty());

  private static final String SCHEME = "bearer ";

  /** The token, if the header holds one. */
  Optional<String> token() {
    return authorization
        .filter(text -> text.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
        .map(text -> text.substring(SCHEME.length()).strip());
  }
}
