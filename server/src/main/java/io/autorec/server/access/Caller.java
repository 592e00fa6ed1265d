package io.autorec.server.access;

import java.util.Set;

/**
 * Somebody who may call.
 *
 * @param name theirs in the file of tokens, else the subject of their certificate
 * @param scopes what they may do
 */
record Caller(String name, Set<Scope> scopes) {
  Caller {
    scopes = Set.copyOf(scopes);
  }
}
