package io.autorec.server.inference;

import java.util.Optional;

/** Which device the operator asked for. */
public enum DeviceChoice {
  /** A GPU if a session really runs on one, else the processor. */
  AUTO,
  /** The processor. */
  CPU,
  /** A GPU, or an error. */
  CUDA;

  /**
   * Opens something on a device and tries it out there.
   *
   * @param <T> what is opened
   */
  @FunctionalInterface
  public interface Opener<T extends AutoCloseable> {
    /** Opens it and runs it once; throws if the device does not do. */
    T open(Device device) throws Exception;
  }

  /** The choice named {@code auto}, {@code cpu} or {@code cuda}. */
  public static Optional<DeviceChoice> parse(String word) {
    return switch (word) {
      case "auto" -> Optional.of(AUTO);
      case "cpu" -> Optional.of(CPU);
      case "cuda" -> Optional.of(CUDA);
      default -> Optional.empty();
    };
  }

  /**
   * Opens on the chosen device. What also fails on the processor is not the device's fault, and
   * fails as it does there.
   *
   * @throws DeviceUnavailableException if CUDA was asked for and does not work here
   */
  public <T extends AutoCloseable> T open(Opener<T> opener) throws Exception {
    if (this == CPU) {
      return opener.open(Device.CPU);
    }
    Throwable refusal;
    try {
      return opener.open(Device.CUDA);
    } catch (Exception | LinkageError e) {
      refusal = e;
    }
    T onCpu = opener.open(Device.CPU);
    if (this == AUTO) {
      return onCpu;
    }
    onCpu.close();
    throw new DeviceUnavailableException(
        "device cuda: does not work here: "
            + String.valueOf(refusal.getMessage()).replaceAll("\\s+", " ").strip()
            + " (expected: an NVIDIA GPU with CUDA 12 and the server built with -Pcuda; or use"
            + " --device auto)",
        refusal);
  }
}
