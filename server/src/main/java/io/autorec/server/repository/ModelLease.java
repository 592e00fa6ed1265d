package io.autorec.server.repository;

import io.autorec.server.repository.version.LoadedModel;

/**
 * The right to run a version, which stays open until the lease is closed.
 *
 * @param model the version
 * @param end ends the lease; does nothing the second time
 */
public record ModelLease(LoadedModel model, Runnable end) implements AutoCloseable {
  @Override
  public void close() {
    end.run();
  }
}
