package io.autorec.bench.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The server of this build, in a process of its own on a free port. */
final class BuiltServer implements AutoCloseable {
  private static final Path LAUNCHER =
      Path.of("../../server/target/autorec-server/bin/autorec-server");
  private static final String SERVING = " serving on port ";

  private final Process process;
  private final int port;

  private BuiltServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts it and waits until it serves. */
  static BuiltServer start(Path models, Object... flags) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(LAUNCHER.toString());
    command.addAll(List.of("--models", models.toString(), "--port", "0", "--device", "cpu"));
    for (Object flag : flags) {
      command.add(flag.toString());
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    // It lives for seconds: the second compiler would cost more than it saves.
    builder.environment().put("JAVA_OPTS", "-Xmx512m -XX:TieredStopAtLevel=1");
    Process process = builder.start();
    BufferedReader log = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    List<String> lines = new ArrayList<>();
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      lines.add(line);
      if (line.contains(SERVING)) {
        new Thread(() -> drain(log), "server log").start();
        return new BuiltServer(
            process, Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1)));
      }
    }
    throw new IOException("the server has ended: " + String.join("\n", lines));
  }

  /** Reads the log to its end, so that the server never waits to write it. */
  private static void drain(BufferedReader log) {
    try (log) {
      while (log.readLine() != null) {}
    } catch (IOException e) {
      // The server was told to end, which closes the pipe.
    }
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
