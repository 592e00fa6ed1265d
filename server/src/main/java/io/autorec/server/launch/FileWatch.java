package io.autorec.server.launch;

import io.autorec.model.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has small files read again when what they hold has changed. It compares contents, since a link
 * that is turned, as by Kubernetes, and a copy with an old date change nothing else. Files that
 * cannot be used are logged once, and tried again when they change again.
 *
 * <p>One thread at a time looks.
 */
final class FileWatch {
  private static final Logger log = LoggerFactory.getLogger(FileWatch.class);

  private final String what;
  private final List<Path> files;
  private final Reload reload;
  private List<String> seen;

  /** Reads files again. */
  interface Reload {
    /**
     * Uses them, or goes on with what it has.
     *
     * @throws Exception if they cannot be used; its message says why
     */
    void run() throws Exception;
  }

  /**
   * @param what the files hold
   * @param files those that have just been read
   */
  FileWatch(String what, List<Path> files, Reload reload) {
    this.what = what;
    this.files = List.copyOf(files);
    this.reload = reload;
    this.seen = contents();
  }

  /** Looks again and again; to be shut down. */
  static ScheduledExecutorService start(List<FileWatch> watches, Duration interval) {
    ScheduledExecutorService looks =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "file-watch");
              thread.setDaemon(true);
              return thread;
            });
    Object unused =
        looks.scheduleWithFixedDelay(
            () -> watches.forEach(FileWatch::look),
            interval.toNanos(),
            interval.toNanos(),
            TimeUnit.NANOSECONDS);
    return looks;
  }

  /** Looks once. */
  void look() {
    List<String> now = contents();
    if (now.equals(seen)) {
      return;
    }
    seen = now;
    try {
      reload.run();
      log.info("{}: read again", what);
    } catch (Exception e) {
      log.error("{}: the old ones stay in use: {}", what, e.getMessage());
    }
  }

  /** A digest of each file, for not keeping what is secret. */
  private List<String> contents() {
    List<String> contents = new ArrayList<>();
    for (Path file : files) {
      try {
        contents.add(Sha256.hex(Files.readAllBytes(file)));
      } catch (IOException e) {
        contents.add(e.toString());
      }
    }
    return contents;
  }
}
