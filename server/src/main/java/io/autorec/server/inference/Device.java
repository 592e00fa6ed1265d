package io.autorec.server.inference;

import java.util.Locale;

/** The device that a session runs on. */
public enum Device {
  /** The processor. */
  CPU,
  /** An NVIDIA GPU. */
  CUDA;

  /** The word for it in answers and logs. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
