package io.autorec.server.launch;

import io.autorec.server.inference.OnnxRuntime;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** What this program is, from its jar, and what it runs on. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"autorec-server " + line()};
  }

  /** In a line. */
  static String line() {
    return number() + " (Java " + java() + ", ONNX Runtime " + OnnxRuntime.version() + ")";
  }

  /** By what. */
  static Map<String, String> labels() {
    return Map.of("version", number(), "java", java(), "onnxruntime", OnnxRuntime.version());
  }

  /** As the build has it; classes that are in no jar have none. */
  private static String number() {
    return Objects.requireNonNullElse(
        Version.class.getPackage().getImplementationVersion(), "development");
  }

  private static String java() {
    return Runtime.version().toString();
  }
}
