package io.autorec.server.repository;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Versions that serve no longer, until their last lease has ended. Used by one thread at a time.
 */
final class RetiredVersions implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RetiredVersions.class);

  private final ExecutorService closer =
      Executors.newSingleThreadExecutor(work -> new Thread(work, "model-closer"));
  private final Set<ServedVersion> versions = ConcurrentHashMap.newKeySet();

  /** The thread that closes versions. */
  Executor closer() {
    return closer;
  }

  /** Retires a version. */
  void add(ServedVersion old) {
    log.info("retired {} version {}", old.model().name(), old.model().version());
    versions.removeIf(ServedVersion::isClosed);
    versions.add(old);
    old.retire();
  }

  /** Closes all that are left, whoever uses them. */
  @Override
  public void close() {
    versions.forEach(ServedVersion::closeNow);
    closer.shutdown();
    try {
      // One that is being closed must not be when the process ends: ONNX Runtime would crash.
      boolean unused = closer.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
