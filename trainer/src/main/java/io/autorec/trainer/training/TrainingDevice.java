package io.autorec.trainer.training;

import ai.djl.engine.Engine;
import io.autorec.trainer.input.InputException;
import java.util.Locale;

/** The device that training runs on. */
public enum TrainingDevice {
  CPU,
  CUDA;

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
      default -> throw new InputException("--device: " + wanted + " (expected: auto, cpu or cuda)");
    };
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
