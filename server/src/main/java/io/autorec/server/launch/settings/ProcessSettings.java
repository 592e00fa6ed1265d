package io.autorec.server.launch.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The address and the drain of the process. */
public final class ProcessSettings {
  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "Address of this machine to listen on, such as 127.0.0.1 or ::1 (all of them).")
  String host = "";

  @Option(names = "--port", description = "TCP port; 0: a free one (${DEFAULT-VALUE}).")
  @Range(max = 65_535)
  int port = 50_051;

  @Option(
      names = "--port-file",
      paramLabel = "FILE",
      description = "File to write the port to once the server takes calls (none).")
  String portFile = "";

  @Option(
      names = "--drain-seconds",
      description = "Longest wait for calls in flight at the end (${DEFAULT-VALUE}).")
  @Range(max = 86_400)
  int drainSeconds = 30;

  void requireUsable() throws StartException {
    Path file = Path.of(portFile).toAbsolutePath();
    Path folder = file.getParent() == null ? file : file.getParent();
    boolean other = Files.exists(file) && !Files.isRegularFile(file);
    if (!portFile.isEmpty() && (other || !Files.isWritable(folder))) {
      throw new StartException(
          "port file: \"" + file + "\" cannot be written (expected: a file in a folder that can)");
    }
  }

  /** Returns the address to listen on; empty: all of this machine. */
  public Optional<InetAddress> address() throws StartException {
    return host.isEmpty() ? Optional.empty() : Optional.of(address("host", host));
  }

  /**
   * Reads an address.
   *
   * @param name of the option, for the message
   * @throws StartException if the text is no address
   */
  public static InetAddress address(String name, String text) throws StartException {
    try {
      // An address of one interface, such as ::1%lo, is of no use to clients elsewhere.
      if (text.indexOf('%') < 0) {
        return InetAddress.getByName(text);
      }
    } catch (UnknownHostException e) {
      // Refused below.
    }
    throw new StartException(
        "%s: \"%s\" is no address (expected: one of this machine, such as 127.0.0.1 or ::1)"
            .formatted(name, text));
  }

  /** Returns the port; 0: a free one. */
  public int port() {
    return port;
  }

  /** Returns the file to write the port to; "": none. */
  public String portFile() {
    return portFile;
  }

  /** Returns the longest wait for calls in flight when the server ends. */
  public Duration drain() {
    return Duration.ofSeconds(drainSeconds);
  }
}
