package io.autorec.server.inference;

import ai.onnxruntime.OrtEnvironment;
import java.util.Objects;

/** The library that runs the graphs. */
public final class OnnxRuntime {
  private OnnxRuntime() {}

  /** The version, taken from the jar: asking the library itself would load it. */
  public static String version() {
    return Objects.requireNonNullElse(
        OrtEnvironment.class.getPackage().getImplementationVersion(), "unknown");
  }
}
