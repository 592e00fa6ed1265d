package io.autorec.model.graph;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.autorec.model.ModelFormat;
import io.autorec.model.ModelFormatException;
import java.util.HashMap;
import java.util.Map;

/**
 * The constants of a graph that lie in its {@link ModelFormat#weightsFile}: matrices of float32,
 * one after the other with nothing between them. So each byte of that file is a part of a number,
 * and no constant is outside it.
 */
final class ExternalWeights {
  private static final String LENGTH = "length";

  private final String file;
  private long bytes;

  ExternalWeights(String file) {
    this.file = file;
  }

  /** Returns true if the numbers of a constant are in another file. */
  static boolean has(TensorProto constant) {
    return constant.getDataLocation() != TensorProto.DataLocation.DEFAULT
        || constant.getExternalDataCount() > 0;
  }

  /**
   * Adds the next constant.
   *
   * @param inside the bytes that the graph's own file has for it
   * @return the bytes of its numbers
   * @throws ModelFormatException if it lies anywhere else than behind those before it
   */
  long add(TensorProto constant, long inside) throws ModelFormatException {
    Map<String, String> found = new HashMap<>();
    for (StringStringEntryProto entry : constant.getExternalDataList()) {
      found.put(entry.getKey(), entry.getValue());
    }
    long length = length(found.getOrDefault(LENGTH, ""));
    Map<String, String> expected =
        Map.of(
            "location", ModelFormat.weightsFile(file), "offset", "" + bytes, LENGTH, "" + length);
    if (constant.getDataLocation() != TensorProto.DataLocation.EXTERNAL
        || constant.getDataType() != TensorProto.DataType.FLOAT.getNumber()
        || inside > 0
        || constant.getExternalDataCount() != expected.size()
        || !found.equals(expected)) {
      throw new ModelFormatException(
          "%s: weights of \"%s\" in another file (expected: none, or floats in %s from byte %s on)"
              .formatted(file, constant.getName(), ModelFormat.weightsFile(file), bytes));
    }
    bytes += length;
    if (bytes > ModelFormat.MOST_WEIGHTS_BYTES) {
      throw new ModelFormatException(
          "%s: weights of %s bytes (expected: at most %s)"
              .formatted(file, bytes, ModelFormat.MOST_WEIGHTS_BYTES));
    }
    return length;
  }

  /** The length that an entry says; 0, which no constant has, for anything else. */
  private static long length(String digits) {
    return digits.matches("[1-9][0-9]{0,11}") ? Long.parseLong(digits) : 0;
  }

  /** The bytes of all that were added: the size of the file. */
  long bytes() {
    return bytes;
  }
}
