package io.autorec.server.inference;

/** The device that was asked for does not work on this machine. */
public final class DeviceUnavailableException extends Exception {
  DeviceUnavailableException(String message) {
    super(message);
  }

  DeviceUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
