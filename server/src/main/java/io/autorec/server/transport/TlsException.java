package io.autorec.server.transport;

/** Files that TLS cannot be made of; the message is one line that names the file. */
public final class TlsException extends Exception {
  TlsException(String message) {
    super(message.replaceAll("\\s+", " "));
  }
}
