package io.autorec.server.repository;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refreshes a catalogue at an interval, and at once if the file system reports a new folder. A
 * network file system reports nothing, so there only the interval counts.
 */
public final class RepositoryWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RepositoryWatch.class);

  private final ModelCatalog catalog;
  private final RepositoryFolder folder;
  private final Duration interval;
  private final Thread thread = new Thread(this::run, "model-watch");
  private volatile boolean stopped;
  private String trouble = "";

  private RepositoryWatch(ModelCatalog catalog, Path folder, Duration interval) {
    this.catalog = catalog;
    this.folder = new RepositoryFolder(folder);
    this.interval = interval;
  }

  /** Starts a watch. */
  public static RepositoryWatch start(ModelCatalog catalog, Path folder, Duration interval) {
    RepositoryWatch watch = new RepositoryWatch(catalog, folder, interval);
    watch.thread.start();
    return watch;
  }

  private void run() {
    try (WatchService events = FileSystems.getDefault().newWatchService()) {
      while (!stopped) {
        register(events);
        refresh();
        await(events);
      }
    } catch (IOException | UnsupportedOperationException e) {
      log.warn("the file system reports no changes, only the interval counts: {}", e.getMessage());
      while (!stopped) {
        refresh();
        await(null);
      }
    }
  }

  private void refresh() {
    String now = "";
    try {
      catalog.refresh();
    } catch (Exception | OutOfMemoryError e) {
      now = String.valueOf(e.getMessage());
      if (!now.equals(trouble)) {
        log.warn("the repository could not be read, the loaded versions serve on: {}", now);
      }
    }
    trouble = now;
  }

  private void register(WatchService events) {
    try {
      register(events, folder.path());
      for (Path model : folder.models()) {
        register(events, model);
      }
    } catch (IOException | RepositoryException e) {
      // The folder is gone, or there are too many watches: the interval remains.
      log.debug("no events from {}: {}", folder.path(), e.getMessage());
    }
  }

  private static void register(WatchService events, Path path) throws IOException {
    path.register(events, StandardWatchEventKinds.ENTRY_CREATE);
  }

  private void await(@Nullable WatchService events) {
    try {
      if (events == null) {
        TimeUnit.NANOSECONDS.sleep(interval.toNanos());
        return;
      }
      WatchKey key = events.poll(interval.toNanos(), TimeUnit.NANOSECONDS);
      if (key != null) {
        key.pollEvents();
        key.reset();
      }
    } catch (InterruptedException | ClosedWatchServiceException e) {
      stopped = true;
    }
  }

  /** Stops the watch, after the version that is being loaded, if any. */
  @Override
  public void close() {
    stopped = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
