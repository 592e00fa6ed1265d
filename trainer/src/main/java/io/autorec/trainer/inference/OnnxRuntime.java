package io.autorec.trainer.inference;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.autorec.trainer.export.GraphBuilder;
import io.autorec.trainer.natives.NativeLibraryException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Loads ONNX Runtime, which unpacks itself into {@code java.io.tmpdir} in every process. Once it is
 * loaded, what it unpacked is removed: even a killed process leaves nothing there.
 */
public final class OnnxRuntime {
  private static final Path MAPPED_FILES = Path.of("/proc/self/maps");
  private static final Pattern UNPACKED = Pattern.compile("(/.*/onnxruntime-java[^/]*)/[^/]*\\.so");
  private static final String JAR_FOLDER = "ai/onnxruntime/native/";

  private static final AtomicBoolean isTidy = new AtomicBoolean();

  private OnnxRuntime() {}

  /**
   * Loads ONNX Runtime, and runs a graph of one node.
   *
   * @throws NativeLibraryException if this fails
   */
  public static void load() {
    OrtEnvironment environment = environment();
    try (OrtSession session = environment.createSession(identity());
        OnnxTensor input = OnnxTensor.createTensor(environment, new float[] {1});
        OrtSession.Result result = session.run(Map.of("x", input))) {
      if (((float[]) result.get(0).getValue())[0] != 1) {
        throw new IllegalStateException("ONNX Runtime: the identity of 1 is not 1");
      }
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime: " + e.getMessage(), e);
    }
  }

  /** The environment of all sessions. */
  static OrtEnvironment environment() {
    try {
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      if (!isTidy.getAndSet(true)) {
        removeUnpacked();
      }
      return environment;
    } catch (LinkageError e) {
      String arch = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x64";
      long bytes =
          NativeLibraryException.unpackedBytes(
              OnnxRuntime.class.getClassLoader(),
              JAR_FOLDER + "linux-x64/libonnxruntime.so",
              JAR_FOLDER + "linux-" + arch + "/");
      throw new NativeLibraryException(
          "ONNX Runtime",
          Path.of(System.getProperty("java.io.tmpdir")),
          bytes,
          "JAVA_OPTS=-Djava.io.tmpdir=DIR",
          e);
    }
  }

  /** Removes the files that this process has mapped; elsewhere than on Linux they stay. */
  private static void removeUnpacked() {
    try (Stream<String> lines = Files.lines(MAPPED_FILES, StandardCharsets.UTF_8)) {
      Set<Path> folders =
          lines
              .map(UNPACKED::matcher)
              .filter(Matcher::find)
              .map(found -> Path.of(found.group(1)))
              .collect(Collectors.toSet());
      for (Path folder : folders) {
        try (Stream<Path> files = Files.list(folder)) {
          for (Path file : files.toList()) {
            Files.delete(file);
          }
        }
        Files.delete(folder);
      }
    } catch (IOException | UncheckedIOException e) {
      // Java removes the files at its end.
    }
  }

  private static byte[] identity() {
    GraphBuilder graph = new GraphBuilder("identity");
    graph.input("x", DataType.FLOAT, 0);
    graph.output("x", "y", 0);
    return graph.build(Map.of()).toByteArray();
  }
}
