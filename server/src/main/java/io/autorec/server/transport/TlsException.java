package io.autorec.server.transport;

/** Thrown if files cannot be used for TLS; the message is one line that names the file. */
public final class TlsException extends Exception {
  TlsException(String message) {
    super(message.replaceAll("\\s+", " "));
  }
}
