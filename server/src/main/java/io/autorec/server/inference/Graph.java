package io.autorec.server.inference;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import io.autorec.model.ModelFormat;
import io.autorec.model.ModelFormatException;
import io.autorec.model.graph.GraphFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One open graph with an output of scores. Safe for use by several threads. */
final class Graph implements AutoCloseable {
  private final Device device;
  private final OrtSession session;
  private final String file;

  private Graph(Device device, OrtSession session, String file) {
    this.device = device;
    this.session = session;
    this.file = file;
  }

  static Graph open(GraphFile file, Device device, SessionOptions wanted)
      throws OrtException, DeviceUnavailableException, ModelFormatException {
    // First: without it, CUDA's provider finds no logger and refuses.
    OrtEnvironment environment = environment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      for (Map.Entry<String, String> entry : file.sessionEntries().entrySet()) {
        options.addConfigEntry(entry.getKey(), entry.getValue());
      }
      options.setIntraOpNumThreads(wanted.threads().of(file.multipliedBytes()));
      if (device == Device.CUDA) {
        addCuda(options, wanted.tf32());
        // It warns of every graph whose shapes are worked out on the processor.
        options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      }
      try {
        // Of the bytes that were checked, whatever the file is by now.
        OrtSession session = environment.createSession(file.bytes(), options);
        return new Graph(device, session, file.name());
      } catch (OrtException e) {
        throw mistake(device, file.name() + ": no graph that ONNX Runtime can open", e);
      }
    }
  }

  private static void addCuda(OrtSession.SessionOptions options, boolean tf32)
      throws OrtException, DeviceUnavailableException {
    if (!hasCuda()) {
      throw new DeviceUnavailableException("ONNX Runtime is built without it");
    }
    try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions()) {
      // On by default there, which would make answers differ from the processor's.
      cuda.add("use_tf32", tf32 ? "1" : "0");
      options.addCUDA(cuda);
    }
  }

  /** Returns true if CUDA is built in; it may still not work here. */
  static boolean hasCuda() {
    return OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
  }

  /** On the processor, the file is at fault. On another device, the device may be. */
  private static ModelFormatException mistake(Device device, String what, OrtException e)
      throws OrtException {
    if (device != Device.CPU) {
      throw e;
    }
    return new ModelFormatException(what, e);
  }

  static OrtEnvironment environment() {
    return OrtEnvironment.getEnvironment();
  }

  static ByteBuffer allocate(int elements, int bytesEach) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(elements, bytesEach))
        .order(ByteOrder.nativeOrder());
  }

  Device device() {
    return device;
  }

  /** The last dimension of an input, which must have a given type and rank. */
  long inputDimension(String name, OnnxJavaType type, int rank)
      throws OrtException, ModelFormatException {
    if (session.getInputNames().size() != 1) {
      throw new ModelFormatException(
          file + ": inputs " + session.getInputNames() + " (expected: " + name + ")");
    }
    return dimension("input", name, session.getInputInfo().get(name), type, rank);
  }

  /** The last dimension of the scores. */
  long scoresDimension() throws OrtException, ModelFormatException {
    String name = ModelFormat.SCORES_OUTPUT;
    return dimension("output", name, session.getOutputInfo().get(name), OnnxJavaType.FLOAT, 2);
  }

  private long dimension(
      String kind, String name, @Nullable NodeInfo node, OnnxJavaType type, int rank)
      throws ModelFormatException {
    if (node == null
        || !(node.getInfo() instanceof TensorInfo info)
        || info.type != type
        || info.getShape().length != rank) {
      throw new ModelFormatException(
          "%s: %s \"%s\": %s (expected: a %s tensor with %s dimensions)"
              .formatted(file, kind, name, node == null ? "missing" : node.getInfo(), type, rank));
    }
    return info.getShape()[rank - 1];
  }

  /** Refuses a width that differs from that of the version's other files. */
  void requireWidth(String of, int expected, long found) throws ModelFormatException {
    if (found != expected) {
      throw new ModelFormatException(
          "%s: %s of width %s (expected: %s)"
              .formatted(file, of, found < 0 ? "any" : found, expected));
    }
  }

  /** Runs rows, and writes the scores into the buffer. */
  void run(String inputName, OnnxTensor input, FloatBuffer scores, int rows, int width)
      throws OrtException {
    try (OnnxTensor output =
            OnnxTensor.createTensor(
                environment(), scores.slice(0, rows * width), new long[] {rows, width});
        OrtSession.Result result =
            session.run(Map.of(inputName, input), Map.of(ModelFormat.SCORES_OUTPUT, output))) {
      if (result.size() != 1) {
        throw new OrtException("scores: " + result.size() + " outputs (expected: 1)");
      }
    }
  }

  /** Runs a batch for the first time. Refuses a graph that cannot run, or whose scores overflow. */
  void tryOut(ScoreBatch batch, int rows) throws OrtException, ModelFormatException {
    try {
      batch.run(rows);
    } catch (OrtException e) {
      throw mistake(device, file + ": no graph that ONNX Runtime can run", e);
    }
    for (int row = 0; row < rows; row++) {
      requireFinite(batch.scores(row));
    }
  }

  private void requireFinite(float[] scores) throws ModelFormatException {
    for (int i = 0; i < scores.length; i++) {
      if (!Float.isFinite(scores[i])) {
        throw new ModelFormatException(
            file + ": score " + scores[i] + " at position " + i + " (expected: finite)");
      }
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(file + ": cannot be closed", e);
    }
  }
}
