package io.autorec.bench.micro;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * A graph opened as the server opens its graphs, with inputs and outputs that stay in place. Not
 * safe for use by several threads.
 */
final class OpenGraph implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final Map<String, OnnxTensor> inputs = new HashMap<>();
  private final Map<String, OnnxTensor> outputs = new HashMap<>();
  private final OrtSession session;

  OpenGraph(GraphNodes graph, int threads) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      options.setIntraOpNumThreads(threads);
      session = environment.createSession(graph.bytes(), options);
    }
  }

  /** Direct memory of the machine's byte order. */
  static FloatBuffer floats(int count) {
    return bytes(Math.multiplyExact(count, Float.BYTES)).asFloatBuffer();
  }

  FloatBuffer floatInput(String name, long... dims) throws OrtException {
    FloatBuffer buffer = floats(elements(dims));
    inputs.put(name, OnnxTensor.createTensor(environment, buffer, dims));
    return buffer;
  }

  LongBuffer longInput(String name, long... dims) throws OrtException {
    LongBuffer buffer = longs(elements(dims));
    inputs.put(name, OnnxTensor.createTensor(environment, buffer, dims));
    return buffer;
  }

  FloatBuffer floatOutput(String name, long... dims) throws OrtException {
    FloatBuffer buffer = floats(elements(dims));
    outputs.put(name, OnnxTensor.createTensor(environment, buffer, dims));
    return buffer;
  }

  LongBuffer longOutput(String name, long... dims) throws OrtException {
    LongBuffer buffer = longs(elements(dims));
    outputs.put(name, OnnxTensor.createTensor(environment, buffer, dims));
    return buffer;
  }

  void run() throws OrtException {
    session.run(inputs, outputs).close();
  }

  private static LongBuffer longs(int count) {
    return bytes(Math.multiplyExact(count, Long.BYTES)).asLongBuffer();
  }

  private static ByteBuffer bytes(int count) {
    return ByteBuffer.allocateDirect(count).order(ByteOrder.nativeOrder());
  }

  private static int elements(long... dims) {
    long elements = 1;
    for (long dim : dims) {
      elements = Math.multiplyExact(elements, dim);
    }
    return Math.toIntExact(elements);
  }

  @Override
  public void close() throws OrtException {
    inputs.values().forEach(OnnxTensor::close);
    outputs.values().forEach(OnnxTensor::close);
    session.close();
  }
}
