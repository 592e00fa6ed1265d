package io.autorec.server.repository;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The versions that stopped serving and are still leased. Used by one thread at a time. */
final class RetiredVersions implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RetiredVersions.class);

  private final ExecutorService closer =
      Executors.newSingleThreadExecutor(work -> new Thread(work, "model-closer"));
  private final Set<ServedVersion> versions = ConcurrentHashMap.newKeySet();

  /** Returns the thread that closes versions. */
  Executor closer() {
    return closer;
  }

  /** Adds a version, which is closed after its last lease. */
  void add(ServedVersion old) {
    log.info("retired {} version {}", old.model().name(), old.model().version());
    versions.removeIf(ServedVersion::isClosed);
    versions.add(old);
    old.retire();
  }

  /** Closes all versions that are left, also those that are leased. */
  @Override
  public void close() {
    versions.forEach(ServedVersion::closeNow);
    closer.shutdown();
    try {
      // ONNX Runtime crashes if the process ends while a session is being closed.
      boolean unused = closer.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
