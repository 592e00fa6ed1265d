package io.autorec.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own, which ends with this one, however this one ends. */
public final class Child implements AutoCloseable {
  private static final long START_SECONDS = 120;
  private static final long STOP_SECONDS = 5;
  private static final long POLL_MILLIS = 50;

  private final String name;
  private final Process process;
  private final Thread killer;

  private Child(String name, Process process) {
    this.name = name;
    this.process = process;
    this.killer = new Thread(process::destroyForcibly);
  }

  /**
   * Starts a command with {@code --port-file FILE} added to it.
   *
   * @param folder where its port and its output are written, as name.port and name.log
   */
  public static Child start(String name, List<String> command, Path folder) throws IOException {
    List<String> words = new ArrayList<>(command);
    words.add("--port-file");
    words.add(scratch(folder, name + ".port").toString());
    Process process =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(scratch(folder, name + ".log").toFile())
            .start();
    Child child = new Child(name, process);
    try {
      Runtime.getRuntime().addShutdownHook(child.killer);
    } catch (IllegalStateException e) {
      // This process has begun to end.
      process.destroyForcibly();
    }
    return child;
  }

  /** A file that goes when this process ends. */
  public static Path scratch(Path folder, String name) {
    Path file = folder.resolve(name);
    file.toFile().deleteOnExit();
    return file;
  }

  /** Waits until it serves; the port. */
  public int port(Path folder) throws BenchException, IOException, InterruptedException {
    Path file = folder.resolve(name + ".port");
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (System.nanoTime() - end < 0) {
      String text = Files.exists(file) ? Files.readString(file).strip() : "";
      if (!text.isEmpty()) {
        return Integer.parseInt(text);
      }
      if (!process.isAlive()) {
        throw new BenchException(name + " ended with " + process.exitValue() + said(folder));
      }
      Thread.sleep(POLL_MILLIS);
    }
    throw new BenchException(name + ": not serving after " + START_SECONDS + " s" + said(folder));
  }

  private String said(Path folder) throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve(name + ".log"));
    return lines.isEmpty() ? "" : ": " + lines.get(lines.size() - 1);
  }

  /** The process. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** Asks it to end; its exit status, or -1 if it did not end by then. */
  public int end(Duration patience) {
    process.destroy();
    try {
      return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS) ? process.exitValue() : -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  /** Asks it to end, and ends it if it does not. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
