package io.autorec.server.launch;

import io.autorec.server.inference.OnnxRuntime;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version of this program, of Java and of ONNX Runtime. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"autorec-server " + line()};
  }

  /** Returns the versions in one line. */
  static String line() {
    return number() + " (Java " + java() + ", ONNX Runtime " + OnnxRuntime.version() + ")";
  }

  /** Returns the versions by name. */
  static Map<String, String> labels() {
    return Map.of("version", number(), "java", java(), "onnxruntime", OnnxRuntime.version());
  }

  /** Returns the version in the manifest of the jar. Classes outside a jar have none. */
  static String number() {
    return Objects.requireNonNullElse(
        Version.class.getPackage().getImplementationVersion(), "development");
  }

  private static String java() {
    return Runtime.version().toString();
  }
}
