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
 * Reloads small files when their content changes. It compares content, not dates: Kubernetes turns
 * a link, and a copy may keep an old date. Files that cannot be used are logged once, and tried
 * again after their next change.
 *
 * <p>One thread at a time calls {@link #look}.
 */
final class FileWatch {
  private static final Logger log = LoggerFactory.getLogger(FileWatch.class);

  private final String what;
  private final List<Path> files;
  private final Reload reload;
  private List<String> seen;

  /** Reloads files. */
  interface Reload {
    /**
     * Reads the files and uses them; keeps the old content if they cannot be used.
     *
     * @throws Exception if the files cannot be used; its message says why
     */
    void run() throws Exception;
  }

  /**
   * Makes a watch.
   *
   * @param what a name of the content, for the log
   * @param files the files, which have just been read
   */
  FileWatch(String what, List<Path> files, Reload reload) {
    this.what = what;
    this.files = List.copyOf(files);
    this.reload = reload;
    this.seen = contents();
  }

  /** Starts a thread that looks at an interval, until it is shut down. */
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

  /** Looks once, and reloads the files if their content has changed. */
  void look() {
    List<String> now = contents();
    if (now.equals(seen)) {
      return;
    }
    seen = now;
    try {
      reload.run();
      log.info("{}: reloaded", what);
    } catch (Exception e) {
      log.error("{}: not reloaded, the old content stays in use: {}", what, e.getMessage());
    }
  }

  /** Returns a digest of each file: secrets must not stay in memory. */
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
