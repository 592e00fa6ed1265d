package io.autorec.server.repository;

import io.autorec.server.repository.version.LoadedModel;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * A loaded version and its leases. The version is closed once it is retired and its last lease has
 * ended.
 *
 * <p>Safe for use by several threads. Closing waits for batch workers, which end most leases. So
 * versions are closed on a thread of their own.
 */
public final class ServedVersion {
  private final LoadedModel model;
  private final Executor closer;
  // Guarded by this.
  private int leases;
  private boolean retired;
  private boolean closed;

  /** The right to run the version, which stays open until the lease is closed. */
  public final class Lease implements AutoCloseable {
    // Guarded by the version.
    private boolean ended;

    private Lease() {}

    /** Returns the version. */
    public LoadedModel model() {
      return model;
    }

    /** Ends the lease; does nothing the second time. */
    @Override
    public void close() {
      end(this);
    }
  }

  /**
   * Makes a version without leases.
   *
   * @param closer the thread that closes the version
   */
  ServedVersion(LoadedModel model, Executor closer) {
    this.model = model;
    this.closer = closer;
  }

  LoadedModel model() {
    return model;
  }

  /** Returns a lease, which keeps the version open; empty once the version is closed. */
  synchronized Optional<Lease> lease() {
    if (closed) {
      return Optional.empty();
    }
    leases++;
    return Optional.of(new Lease());
  }

  private synchronized void end(Lease lease) {
    if (!lease.ended) {
      lease.ended = true;
      leases--;
      closeIfUnused();
    }
  }

  /** Has the version closed when its last lease has ended. */
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

  /** Closes the version now, leased or not. Its calls are answered or refused. */
  void closeNow() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    model.close();
  }

  /** Returns true if the version is closed or about to be. */
  synchronized boolean isClosed() {
    return closed;
  }
}
