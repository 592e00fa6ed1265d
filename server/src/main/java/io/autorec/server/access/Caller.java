package io.autorec.server.access;

import java.util.Set;

/**
 * A caller that the server knows.
 *
 * @param name the name in the file of tokens, else the subject of the certificate
 * @param scopes the scopes of the caller
 */
record Caller(String name, Set<Scope> scopes) {
  Caller {
    scopes = Set.copyOf(scopes);
  }
}
