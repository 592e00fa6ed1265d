package io.autorec.model.graph;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.autorec.model.ModelFormat;
import io.autorec.model.ModelFormatException;
import io.autorec.model.ModelMetadata;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A graph of a model version in memory, checked before anything runs it. A model file may come from
 * anywhere. A file with any of these never reaches ONNX Runtime:
 *
 * <ul>
 *   <li>weights in other files, or of another size than their shape;
 *   <li>weights that are not finite, which nobody notices until a request asks for their row;
 *   <li>operators, types and attributes that the exporter of this project does not write, which
 *       includes subgraphs, functions and custom operators;
 *   <li>intermediate values larger than a vector for each row of a batch, so that a small file
 *       cannot ask for much memory.
 * </ul>
 */
public final class GraphFile {
  /** Far more than an export has: up to 100. */
  private static final int MOST_NODES = 1000;

  private final String name;
  private final ByteBuffer bytes;
  private final Map<String, String> properties;
  private final long multipliedBytes;

  private GraphFile(
      String name, ByteBuffer bytes, Map<String, String> properties, long multipliedBytes) {
    this.name = name;
    this.bytes = bytes;
    this.properties = properties;
    this.multipliedBytes = multipliedBytes;
  }

  /**
   * Checks the bytes of a file.
   *
   * @param name the name of the file, for messages
   * @param bytes the content: all that remains in the buffer, which is not copied; ONNX Runtime
   *     needs it outside the heap
   * @throws ModelFormatException if the file is damaged, or holds what no model needs
   */
  public static GraphFile of(String name, ByteBuffer bytes) throws ModelFormatException {
    GraphFields fields = new GraphFields(name, bytes);
    ModelProto model = fields.read();
    for (OperatorSetIdProto operators : model.getOpsetImportList()) {
      requireDomain(name, operators.getDomain());
    }
    Map<String, String> properties = new HashMap<>();
    for (StringStringEntryProto entry : model.getMetadataPropsList()) {
      if (properties.putIfAbsent(entry.getKey(), entry.getValue()) != null) {
        throw new ModelFormatException(
            name + ": metadata \"" + entry.getKey() + "\": twice (expected: once)");
      }
    }
    return new GraphFile(
        name, bytes, properties, multipliedBytes(name, model.getGraph(), fields.numbers()));
  }

  private static long multipliedBytes(String name, GraphProto graph, List<ByteBuffer> numbers)
      throws ModelFormatException {
    if (graph.getNodeCount() == 0) {
      throw new ModelFormatException(name + ": no node (expected: an ONNX graph)");
    }
    if (graph.getNodeCount() > MOST_NODES) {
      throw new ModelFormatException(
          name + ": more than " + MOST_NODES + " nodes (expected: at most as many)");
    }
    GraphValues values = new GraphValues(name);
    Map<String, Integer> sizes = new HashMap<>();
    for (int i = 0; i < graph.getInitializerCount(); i++) {
      TensorProto constant = graph.getInitializer(i);
      values.add(constant, numbers.get(i));
      sizes.put(constant.getName(), numbers.get(i).remaining());
    }
    for (ValueInfoProto input : graph.getInputList()) {
      values.addInput(input.getName());
    }
    long bytes = 0;
    for (NodeProto node : graph.getNodeList()) {
      requireDomain(name, node.getDomain());
      values.add(node);
      if (node.getOpType().startsWith("MatMul")) {
        bytes += sizes.getOrDefault(node.getInput(1), 0);
      }
    }
    return bytes;
  }

  private static void requireDomain(String name, String domain) throws ModelFormatException {
    if (!domain.isEmpty() && !domain.equals("ai.onnx")) {
      throw new ModelFormatException(
          name + ": operators of \"" + domain + "\" (expected: ONNX's own)");
    }
  }

  /** Name of the file. */
  public String name() {
    return name;
  }

  /**
   * The bytes of the matrices that each run multiplies its rows by, and therefore reads as a whole.
   * Matrices from which a run takes only a row, such as a known user's, do not count.
   */
  public long multipliedBytes() {
    return multipliedBytes;
  }

  /** The content of the file. */
  public ByteBuffer bytes() {
    return bytes.asReadOnlyBuffer();
  }

  /**
   * Reads the metadata that {@value ModelFormat#MODEL_FILE} holds.
   *
   * @throws ModelFormatException if an entry is missing, malformed or inconsistent
   */
  public ModelMetadata metadata() throws ModelFormatException {
    try {
      return ModelMetadata.fromProperties(properties);
    } catch (ModelFormatException e) {
      throw new ModelFormatException(name + ": " + e.getMessage(), e);
    }
  }
}
