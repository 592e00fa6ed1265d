package io.autorec.model;

import java.nio.ByteBuffer;
import java.util.Map;

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
  private final String name;
  private final ByteBuffer bytes;
  private final Map<String, String> properties;

  private GraphFile(String name, ByteBuffer bytes, Map<String, String> properties) {
    this.name = name;
    this.bytes = bytes;
    this.properties = properties;
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
    return new GraphFile(name, bytes, reader.properties());
  }

  /** Name of the file. */
  public String name() {
    return name;
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
