package io.autorec.server.launch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Where the process is reached, and how it ends. */
record ProcessSettings(
    @Flag(
            value = "Address of this machine that the port is opened on, such as 127.0.0.1 or ::1",
            label = "ADDRESS",
            otherwise = "",
            rule = "all of them")
        String host,
    @Flag(value = "TCP port; 0: a free one", otherwise = "50051", max = 65535) int port,
    @Flag(
            value = "Where to write the port once calls are taken",
            label = "FILE",
            otherwise = "",
            rule = "nowhere")
        String portFile,
    @Flag(value = "Longest wait for calls at the end", otherwise = "30", max = 86400)
        int drainSeconds) {
  /** The address of the port; empty: all of this machine. */
  Optional<InetAddress> address() throws StartException {
    return host.isEmpty() ? Optional.empty() : Optional.of(address("host", host));
  }

  /**
   * Reads an address.
   *
   * @param name of the flag that says it
   */
  static InetAddress address(String name, String text) throws StartException {
    try {
      // Micronaut makes a URI of it, which has no room for an interface.
      if (text.indexOf('%') < 0) {
        return InetAddress.getByName(text);
      }
    } catch (UnknownHostException e) {
      // Refused below.
    }
    throw new StartException(
        name
            + ": \""
            + text
            + "\" is no address (expected: one of this machine, such as 127.0.0.1 or ::1)");
  }
}
