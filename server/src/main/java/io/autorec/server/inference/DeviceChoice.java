package io.autorec.server.inference;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The device that the operator asked for. */
public enum DeviceChoice {
  /** A GPU if a session really runs on one, else the processor. */
  AUTO,
  /** The processor. */
  CPU,
  /** A GPU, or an error. */
  CUDA;

  private static final Logger log = LoggerFactory.getLogger(DeviceChoice.class);

  /**
   * The reasons that were logged. All graphs usually have the same one, which is worth one line.
   */
  private static final Set<String> warned = ConcurrentHashMap.newKeySet();

  /**
   * Opens something on a device and tries it out there.
   *
   * @param <T> what is opened
   */
  @FunctionalInterface
  public interface Opener<T extends AutoCloseable> {
    /** Opens it and runs it once. Throws if the device does not work. */
    T open(Device device) throws Exception;
  }

  /**
   * Opens something on the chosen device. If it also fails on the processor, the device is not at
   * fault, and the processor's failure is thrown. If AUTO does not use CUDA although it is built
   * in, the log says why, once.
   *
   * @throws DeviceUnavailableException if CUDA was asked for and does not work here
   */
  public <T extends AutoCloseable> T open(Opener<T> opener) throws Exception {
    return open(
        opener,
        why -> {
          if (warned.add(why)) {
            log.warn(why);
          }
        });
  }

  <T extends AutoCloseable> T open(Opener<T> opener, Consumer<String> warn) throws Exception {
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
    String why =
        "device cuda: does not work here: "
            + String.valueOf(refusal.getMessage()).replaceAll("\\s+", " ").strip();
    if (this == AUTO) {
      if (!(refusal instanceof DeviceUnavailableException)) {
        warn.accept(why);
      }
      return onCpu;
    }
    onCpu.close();
    throw new DeviceUnavailableException(
        why
            + " (expected: an NVIDIA GPU, the CUDA libraries that this ONNX Runtime wants, and the"
            + " server built with -Pcuda; or use --device auto)",
        refusal);
  }
}
