package io.autorec.server.request.infer;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.autorec.inference.InferTensorContents;
import io.autorec.inference.ModelInferRequest.InferInputTensor;
import io.autorec.server.request.Violation;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An input of a request, whose elements are read as one type. What is wrong is added to a list of
 * violations; a result is valid if none was added.
 *
 * @param path the path of the tensor in the request, such as {@code inputs[0]}
 * @param tensor the message, with typed contents unless there are raw ones
 * @param rawPath the path of the raw contents in the request
 * @param raw the raw contents; null if the contents are typed
 */
record InputTensor(String path, InferInputTensor tensor, String rawPath, @Nullable ByteString raw) {

  /** The rows of a tensor of floats. */
  @FunctionalInterface
  interface FloatRows {
    /** Returns a row, in an array of its own. */
    float[] row(int row);
  }

  /** Returns true if the type is the expected one. */
  boolean is(Datatype expected, List<Violation> violations) {
    if (tensor.getDatatype().equals(expected.name())) {
      return true;
    }
    violations.add(
        new Violation(
            path + ".datatype", "\"" + tensor.getDatatype() + "\" (expected: " + expected + ")"));
    return false;
  }

  /**
   * Returns the first dimension of a shape that has one or two.
   *
   * @param width the second dimension
   * @param mayBeFlat true if the second may be left out
   * @param most the largest first dimension
   * @return 0 if a violation was added
   */
  int count(int width, boolean mayBeFlat, int most, List<Violation> violations) {
    List<Long> shape = tensor.getShapeList();
    boolean fits = (shape.size() == 2 && shape.get(1) == width) || (shape.size() == 1 && mayBeFlat);
    if (fits && shape.get(0) >= 1 && shape.get(0) <= most) {
      return shape.get(0).intValue();
    }
    // A shape may be as long as a message.
    String shown = shape.size() <= 8 ? shape.toString() : shape.size() + " dimensions";
    violations.add(
        new Violation(
            path + ".shape",
            "%s (expected: %s[n, %s] with n from 1 to %s)"
                .formatted(shown, mayBeFlat ? "[n] or " : "", width, most)));
    return 0;
  }

  /** Returns the rows of a tensor of [count, width] floats. */
  FloatRows floats(int count, int width, List<Violation> violations) {
    if (raw != null) {
      ByteBuffer bytes = fixed(raw, (long) count * width, violations);
      return row -> {
        float[] values = new float[width];
        bytes
            .slice(row * width * Float.BYTES, width * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .asFloatBuffer()
            .get(values);
        return values;
      };
    }
    InferTensorContents contents = typed(Datatype.FP32, (long) count * width, violations);
    return row -> {
      float[] values = new float[width];
      for (int i = 0; i < width; i++) {
        values[i] = contents.getFp32Contents(row * width + i);
      }
      return values;
    };
  }

  /** Returns the elements of a tensor of integers. */
  int[] integers(int count, List<Violation> violations) {
    int[] values = new int[count];
    int before = violations.size();
    if (raw != null) {
      ByteBuffer bytes = fixed(raw, count, violations);
      if (violations.size() == before) {
        bytes.asIntBuffer().get(values);
      }
      return values;
    }
    InferTensorContents contents = typed(Datatype.INT32, count, violations);
    for (int i = 0; i < count && violations.size() == before; i++) {
      values[i] = contents.getIntContents(i);
    }
    return values;
  }

  /** Returns the elements of a tensor of texts. */
  List<String> texts(int count, List<Violation> violations) {
    int before = violations.size();
    List<ByteString> elements =
        raw == null
            ? typed(Datatype.BYTES, count, violations).getBytesContentsList()
            : elements(raw, count, violations);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count && violations.size() == before; i++) {
      if (!elements.get(i).isValidUtf8()) {
        violations.add(new Violation(contentsPath(), "element " + i + " (expected: UTF-8)"));
      }
      texts.add(elements.get(i).toStringUtf8());
    }
    return texts;
  }

  /** The path of the contents, as violations name it. */
  String contentsPath() {
    return raw == null ? path + ".contents" : rawPath;
  }

  private ByteBuffer fixed(ByteString bytes, long elements, List<Violation> violations) {
    long expected = elements * Datatype.ELEMENT_BYTES;
    if (bytes.size() != expected) {
      violations.add(
          new Violation(
              rawPath, bytes.size() + " bytes (expected: " + expected + ", as the shape says)"));
    }
    return bytes.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Returns the typed contents, which must be of one type. */
  private InferTensorContents typed(Datatype type, long elements, List<Violation> violations) {
    InferTensorContents contents = tensor.getContents();
    for (FieldDescriptor field : contents.getAllFields().keySet()) {
      if (!field.getName().equals(type.field())) {
        violations.add(
            new Violation(
                path + ".contents." + field.getName(),
                "beside the datatype " + type + " (expected: " + type.field() + ")"));
      }
    }
    if (type.count(contents) != elements) {
      violations.add(
          new Violation(
              path + ".contents." + type.field(),
              "%s elements (expected: %s, as the shape says)"
                  .formatted(type.count(contents), elements)));
    }
    return contents;
  }

  /** Splits raw contents into elements, each after its length. */
  private List<ByteString> elements(ByteString bytes, int count, List<Violation> violations) {
    ByteBuffer lengths = bytes.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    List<ByteString> elements = new ArrayList<>();
    int at = 0;
    while (elements.size() < count && bytes.size() - at >= Datatype.ELEMENT_BYTES) {
      // Read as unsigned: the largest exceeds any message.
      long length = Integer.toUnsignedLong(lengths.getInt(at));
      at += Datatype.ELEMENT_BYTES;
      if (length > bytes.size() - at) {
        violations.add(
            new Violation(
                rawPath,
                "element %s of %s bytes (expected: no more than the %s that follow)"
                    .formatted(elements.size(), length, bytes.size() - at)));
        return elements;
      }
      elements.add(bytes.substring(at, at + (int) length));
      at += (int) length;
    }
    if (elements.size() < count || at < bytes.size()) {
      violations.add(
          new Violation(
              rawPath,
              "%s elements, and %s bytes after them (expected: %s elements, as the shape says)"
                  .formatted(elements.size(), bytes.size() - at, count)));
    }
    return elements;
  }
}
