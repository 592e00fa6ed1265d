package io.autorec.model.graph;

import io.autorec.model.ModelFormat;
import io.autorec.model.ModelFormatException;
import io.autorec.model.ModelMetadata;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;

/**
 * A graph of a model version in memory, looked through before anything runs it. A model file may
 * come from anywhere; what is refused here never reaches ONNX Runtime:
 *
 * <ul>
 *   <li>weights in other files, or of another size than they say;
 *   <li>weights that are not finite: an answer hides them until somebody asks for their row;
 *   <li>operators, types and attributes that no exporter of this project writes, and with them
 *       subgraphs, functions and custom operators;
 *   <li>intermediate values larger than a vector for each row of a batch, so that a small file
 *       cannot ask for much memory.
 * </ul>
 */
public final class GraphFile {
  private static final Set<String> PRODUCTS = Set.of("MatMul", "MatMulInteger");

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
   * Looks through the bytes of a file.
   *
   * @param name of the file, for messages
   * @param bytes its content, all that remains; not copied, and to be outside the heap for ONNX
   *     Runtime
   * @throws ModelFormatException if it is damaged, or holds what no model needs
   */
  public static GraphFile of(String name, ByteBuffer bytes) throws ModelFormatException {
    GraphReader reader = new GraphReader(name, bytes.slice());
    reader.read();
    GraphValues.check(name, reader);
    return new GraphFile(name, bytes, reader.properties(), multipliedBytes(reader));
  }

  private static long multipliedBytes(GraphReader graph) {
    return graph.nodes().stream()
        .filter(node -> PRODUCTS.contains(node.operator()))
        .mapToLong(node -> graph.constantBytes(node.inputs().get(1)))
        .sum();
  }

  /** Name of the file. */
  public String name() {
    return name;
  }

  /**
   * Bytes of the weights that each run reads as a whole, since its rows are multiplied by them;
   * without those of which it takes a row, such as a known user's.
   */
  public long multipliedBytes() {
    return multipliedBytes;
  }

  /** The file; for as long as its memory is not used for another. */
  public ByteBuffer bytes() {
    return bytes.asReadOnlyBuffer();
  }

  /**
   * What {@value ModelFormat#MODEL_FILE} says about the model.
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
