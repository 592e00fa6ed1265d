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
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A graph of a model version in memory, checked before anything runs it. A model file may come from
 * anywhere. A file with any of these never reaches ONNX Runtime:
 *
 * <ul>
 *   <li>weights in other files than {@link ModelFormat#weightsFile}, or of another size than their
 *       shape;
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

  /**
   * ONNX Runtime copies a matrix into an order that it multiplies faster with. A copy of more bytes
   * than these costs more memory than it is worth.
   */
  private static final long MOST_COPIED_BYTES = 256L << 20;

  private final String name;
  private final ByteBuffer bytes;
  private final Map<String, String> properties;
  private final Sizes sizes;
  private final @Nullable Path folder;
  // Worked out when it is first asked for.
  private @Nullable ModelMetadata metadata;

  /**
   * The bytes of a graph's constants.
   *
   * @param multiplied of the matrices that rows are multiplied by
   * @param external of those in the file of weights
   */
  private record Sizes(long multiplied, long external) {}

  private GraphFile(
      String name,
      ByteBuffer bytes,
      Map<String, String> properties,
      Sizes sizes,
      @Nullable Path folder) {
    this.name = name;
    this.bytes = bytes;
    this.properties = properties;
    this.sizes = sizes;
    this.folder = folder;
  }

  /**
   * Checks the bytes of a file. The graph cannot run yet if {@link #weightsBytes} is not 0: see
   * {@link #withWeightsIn}.
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
        name, bytes, properties, sizes(name, model.getGraph(), fields.numbers()), null);
  }

  /**
   * The same graph, whose weights may be read from {@link ModelFormat#weightsFile} in a folder. The
   * caller has checked that file: its size, that its numbers are finite, and its digest.
   */
  public GraphFile withWeightsIn(Path checked) {
    GraphFile graph = new GraphFile(name, bytes, properties, sizes, checked);
    graph.metadata = metadata;
    return graph;
  }

  private static Sizes sizes(String name, GraphProto graph, List<ByteBuffer> numbers)
      throws ModelFormatException {
    if (graph.getNodeCount() == 0) {
      throw new ModelFormatException(name + ": no node (expected: an ONNX graph)");
    }
    if (graph.getNodeCount() > MOST_NODES) {
      throw new ModelFormatException(
          name + ": more than " + MOST_NODES + " nodes (expected: at most as many)");
    }
    GraphValues values = new GraphValues(name);
    ExternalWeights external = new ExternalWeights(name);
    Map<String, Long> sizes = new HashMap<>();
    for (int i = 0; i < graph.getInitializerCount(); i++) {
      TensorProto constant = graph.getInitializer(i);
      long size = numbers.get(i).remaining();
      if (ExternalWeights.has(constant)) {
        size = external.add(constant, size);
        values.add(constant, size);
      } else {
        values.add(constant, numbers.get(i));
      }
      sizes.put(constant.getName(), size);
    }
    for (ValueInfoProto input : graph.getInputList()) {
      values.addInput(input.getName());
    }
    long bytes = 0;
    for (NodeProto node : graph.getNodeList()) {
      requireDomain(name, node.getDomain());
      values.add(node);
      if (node.getOpType().startsWith("MatMul")) {
        bytes += sizes.getOrDefault(node.getInput(1), 0L);
      }
    }
    return new Sizes(bytes, external.bytes());
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
    return sizes.multiplied;
  }

  /** The bytes of {@link ModelFormat#weightsFile}; 0 if the graph needs no such file. */
  public long weightsBytes() {
    return sizes.external;
  }

  /**
   * The entries of the configuration of an ONNX Runtime session that opens {@link #bytes}.
   *
   * @throws IllegalStateException if its weights have not been checked
   */
  public Map<String, String> sessionEntries() {
    Map<String, String> entries = new HashMap<>();
    // Spinning threads take the processor from those beside them.
    entries.put("session.intra_op.allow_spinning", "0");
    if (sizes.external > 0) {
      if (folder == null) {
        throw new IllegalStateException(name + ": its weights have not been checked");
      }
      entries.put("session.model_external_initializers_file_folder_path", folder.toString());
    }
    if (sizes.multiplied > MOST_COPIED_BYTES) {
      entries.put("session.disable_prepacking", "1");
    }
    return entries;
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
    ModelMetadata known = metadata;
    if (known == null) {
      try {
        known = ModelMetadata.fromProperties(properties);
      } catch (ModelFormatException e) {
        throw new ModelFormatException(name + ": " + e.getMessage(), e);
      }
      metadata = known;
    }
    return known;
  }
}
