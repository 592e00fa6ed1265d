package io.autorec.model.graph;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.autorec.model.ModelFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A constant of a graph, while its fields are read; its numbers stay where they lie. */
final class GraphConstant {
  /** All bits of the exponent: infinite or NaN. */
  private static final int NOT_FINITE = 0x7f800000;

  /** Numbers looked at together: few enough for the processor's cache. */
  private static final int CHUNK = 4096;

  private static final int MOST_DIMENSIONS = 2;

  private final String file;
  private final ByteBuffer bytes;
  private final List<Long> dimensions = new ArrayList<>();
  private String name = "";
  private long type;
  private int start;
  private int length;

  /**
   * @param bytes of the file that is read
   */
  GraphConstant(String file, ByteBuffer bytes) {
    this.file = file;
    this.bytes = bytes;
  }

  String name() {
    return name;
  }

  /** Bytes of its numbers. */
  int bytes() {
    return length;
  }

  /** Reads a field of a TensorProto; false for one that no model needs. */
  boolean read(int tag, CodedInputStream in) throws IOException, ModelFormatException {
    int field = WireFormat.getTagFieldNumber(tag);
    boolean number = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_VARINT;
    boolean text = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
    if (field == 13 || field == 14) {
      throw new ModelFormatException(
          file + ": weights in another file (external data; expected: all in " + file + ")");
    }
    if (field == 1 && number) {
      dimensions.add(in.readInt64());
    } else if (field == 1 && text) {
      int outer = in.pushLimit(in.readRawVarint32());
      while (!in.isAtEnd()) {
        dimensions.add(in.readInt64());
      }
      in.popLimit(outer);
    } else if (field == 2 && number) {
      type = in.readInt32();
    } else if (field == 8 && text) {
      name = in.readString();
    } else if (field == 9 && text) {
      length = in.readRawVarint32();
      start = in.getTotalBytesRead();
      in.skipRawBytes(length);
    } else {
      return field == 12 && text && in.skipField(tag);
    }
    return true;
  }

  /** What was read, if it is what it says. */
  GraphValue check() throws ModelFormatException {
    Optional<ElementType> known = ElementType.of(type);
    if (known.isEmpty()) {
      throw refused("of type " + type, "float, uint8, int8 or int64");
    }
    if (dimensions.size() > MOST_DIMENSIONS) {
      throw refused("with " + dimensions.size() + " dimensions", "at most " + MOST_DIMENSIONS);
    }
    long elements = 1;
    for (long dimension : dimensions) {
      if (dimension < 0 || dimension > bytes.limit()) {
        throw refused("of shape " + dimensions, "no more than the file has");
      }
      elements *= dimension;
    }
    long expected = elements * known.get().bytes();
    if (length != expected) {
      throw refused("of shape " + dimensions + " in " + length + " bytes", expected + " bytes");
    }
    if (known.get() == ElementType.FLOAT) {
      requireFinite();
    }
    return new GraphValue(known.get(), dimensions.stream().map(size -> size > 1).toList());
  }

  private void requireFinite() throws ModelFormatException {
    IntBuffer numbers = bytes.slice(start, length).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
    int[] chunk = new int[Math.min(CHUNK, numbers.remaining())];
    while (numbers.hasRemaining()) {
      int position = numbers.position();
      int count = Math.min(chunk.length, numbers.remaining());
      numbers.get(chunk, 0, count);
      int greatest = 0;
      // No way out of the loop, so that the processor takes many at once.
      for (int i = 0; i < count; i++) {
        greatest = Math.max(greatest, chunk[i] & NOT_FINITE);
      }
      if (greatest == NOT_FINITE) {
        throw notFinite(chunk, position);
      }
    }
  }

  private ModelFormatException notFinite(int[] chunk, int position) {
    int i = 0;
    while ((chunk[i] & NOT_FINITE) != NOT_FINITE) {
      i++;
    }
    return refused(
        "is " + Float.intBitsToFloat(chunk[i]) + " at position " + (position + i),
        "finite numbers");
  }

  private ModelFormatException refused(String found, String expected) {
    return new ModelFormatException(
        file + ": constant \"" + name + "\" " + found + " (expected: " + expected + ")");
  }
}
