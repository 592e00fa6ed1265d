package io.autorec.trainer.inference;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.autorec.trainer.export.GraphBuilder;
import io.autorec.trainer.natives.NativeLibraryException;
import java.nio.file.Path;
import java.util.Map;

/** Loads ONNX Runtime, which unpacks itself into {@code java.io.tmpdir} in every process. */
public final class OnnxRuntime {
  private static final String JAR_FOLDER = "ai/onnxruntime/native/";

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
      return OrtEnvironment.getEnvironment();
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

  private static byte[] identity() {
    GraphBuilder graph = new GraphBuilder("identity");
    graph.input("x", DataType.FLOAT, 0);
    graph.output("x", "y", 0);
    return graph.build(Map.of()).toByteArray();
  }
}
