package io.autorec.server.repository;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A loaded version and the calls that use it: it is closed when it has been retired and the last
 * lease has ended, whichever comes later, once.
 *
 * <p>Safe for use by several threads. Closing waits for batch workers, which are what ends most
 * leases: it happens on a thread of its own.
 */
final class ServedVersion {
  private final LoadedModel model;
  private final Executor closer;
  // Guarded by this.
  private int leases;
  private boolean retired;
  private boolean closed;

  /**
   * @param closer closes the model
   */
  ServedVersion(LoadedModel model, Executor closer) {
    this.model = model;
    this.closer = closer;
  }

  LoadedModel model() {
    return model;
  }

  /** A lease, which keeps the version open even when it is retired; empty once it is closed. */
  synchronized Optional<ModelLease> lease() {
    if (closed) {
      return Optional.empty();
    }
    leases++;
    AtomicBoolean ended = new AtomicBoolean();
    return Optional.of(
        new ModelLease(
            model,
            () -> {
              if (ended.compareAndSet(false, true)) {
                end();
              }
            }));
  }

  private synchronized void end() {
    leases--;
    closeIfUnused();
  }

  /** Closes the version when its last lease has ended. */
  synchronized void retire() {
    retired = true;
    closeIfUnused();
  }

  private void closeIfUnused() {
    if (retired && leases == 0 && !closed) {
      closed = true;
      closer.execute(model::close);
    }
  }

  /** Closes the version whoever uses it: their calls are answered or refused. */
  void closeNow() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    model.close();
  }

  /** Whether it was closed, or is about to be. */
  synchronized boolean isClosed() {
    return closed;
  }
}
