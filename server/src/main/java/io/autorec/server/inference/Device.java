package io.autorec.server.inference;

/** The device that a session runs on. */
public enum Device {
  /** The processor. */
  CPU("cpu"),
  /** An NVIDIA GPU. */
  CUDA("cuda");

  private final String label;

  Device(String label) {
    this.label = label;
  }

  /** The word for it in answers and logs. */
  public String label() {
    return label;
  }
}
