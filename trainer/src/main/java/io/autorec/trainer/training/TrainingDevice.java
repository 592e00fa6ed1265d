package io.autorec.trainer.training;

import ai.djl.engine.Engine;
import io.autorec.trainer.input.InputException;
import java.util.Locale;
import java.util.Set;

/** The device that training runs on. */
public enum TrainingDevice {
  CPU,
  CUDA;

  private static final Set<String> WORDS = Set.of("auto", "cpu", "cuda");

  /**
   * Chooses by the word of {@code --device}.
   *
   * @param wanted {@code auto}, {@code cpu} or {@code cuda}
   * @throws InputException if CUDA is wanted and not there
   */
  public static TrainingDevice choose(String wanted) {
    return switch (wanted) {
      case "cpu" -> CPU;
      case "cuda" -> {
        if (Engine.getInstance().getGpuCount() == 0) {
          throw new InputException(
              "--device cuda: PyTorch sees no CUDA device here (expected: a GPU, its driver,"
                  + " CUDA's libcudart on the system's library path or in"
                  + " JAVA_OPTS=-Djna.library.path=DIR, and a build with -Pcuda; or --device cpu)");
        }
        yield CUDA;
      }
      case "auto" -> Engine.getInstance().getGpuCount() > 0 ? CUDA : CPU;
      default -> throw unknown(wanted);
    };
  }

  /**
   * Checks the word of {@code --device} where nothing is trained on a device.
   *
   * @throws InputException if it is none that {@link #choose} knows
   */
  public static void requireKnown(String wanted) {
    if (!WORDS.contains(wanted)) {
      throw unknown(wanted);
    }
  }

  private static InputException unknown(String wanted) {
    return new InputException("--device: " + wanted + " (expected: auto, cpu or cuda)");
  }

  /** The engine's name and version, for the report. */
  public static String engine() {
    return Engine.getInstance().getEngineName() + " " + Engine.getInstance().getVersion();
  }

  /** The name of the device, for people. */
  public String description() {
    return this == CUDA ? this + " with " + engine() : this + ", over observed entries only";
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
