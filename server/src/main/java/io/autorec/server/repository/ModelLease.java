package io.autorec.server.repository;

/**
 * The right to use a model: it is not closed before the lease is.
 *
 * @param model the model
 * @param end ends the lease; does nothing the second time
 */
public record ModelLease(LoadedModel model, Runnable end) implements AutoCloseable {
  @Override
  public void close() {
    end.run();
  }
}
