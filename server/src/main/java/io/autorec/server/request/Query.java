package io.autorec.server.request;

/**
 * A request that was read against the model that answers it. It is valid if no violation was found.
 */
public interface Query {
  /** The number of ids in it that the model does not know. */
  int unknownIds();
}
