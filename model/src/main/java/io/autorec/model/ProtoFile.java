package io.autorec.model;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;

/**
 * Reads protobuf messages of model files, from a stream or from memory. Protobuf would copy a whole
 * direct buffer onto the heap, so it is read as a stream, too.
 */
public final class ProtoFile {
  private static final int PIECE = 1 << 16;

  private ProtoFile() {}

  /** Reads a message, such as {@code Foo::parseFrom}. */
  @FunctionalInterface
  public interface Reading<T> {
    T from(CodedInputStream in) throws IOException, ModelFormatException;
  }

  /**
   * Reads the message that a file consists of.
   *
   * @param file the name of the file, for messages
   * @param bytes the content: all that remains in the buffer, which is not changed
   * @throws ModelFormatException if the content is damaged
   */
  public static <T> T read(String file, ByteBuffer bytes, Reading<T> reading)
      throws ModelFormatException {
    CodedInputStream in = CodedInputStream.newInstance(List.of(bytes.slice()));
    try {
      return read(file, in, bytes.remaining(), reading);
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory", e);
    }
  }

  /**
   * Reads the message that a file consists of, without holding its bytes.
   *
   * @param file the name of the file, for messages
   * @param bytes the content
   * @param size the number of bytes
   * @throws ModelFormatException if the content is damaged
   * @throws IOException if it cannot be read
   */
  public static <T> T read(String file, InputStream bytes, int size, Reading<T> reading)
      throws ModelFormatException, IOException {
    return read(file, CodedInputStream.newInstance(bytes, PIECE), size, reading);
  }

  private static <T> T read(String file, CodedInputStream in, int size, Reading<T> reading)
      throws ModelFormatException, IOException {
    try {
      // Without a limit, a file that is cut off within a message in a field would just be over.
      int unused = in.pushLimit(size);
      T message = reading.from(in);
      in.checkLastTagWas(0);
      return message;
    } catch (InvalidProtocolBufferException e) {
      throw new ModelFormatException(
          file
              + ": damaged at byte "
              + in.getTotalBytesRead()
              + " (expected: a file as autorec-trainer writes it)",
          e);
    }
  }

  /**
   * Checks the format version in a file.
   *
   * @throws ModelFormatException if it is not {@value ModelFormat#VERSION}
   */
  public static void requireVersion(String file, int found) throws ModelFormatException {
    if (found != ModelFormat.VERSION) {
      throw new ModelFormatException(
          file + ": format version " + found + " (expected: " + ModelFormat.VERSION + ")");
    }
  }

  /**
   * Takes the fields of little-endian binary32 out of a message: they may take most of the memory,
   * and exist once. The message must have no other fields of bytes, text or messages.
   *
   * @param numbers receives them, by field number
   * @return the other fields
   * @throws IllegalArgumentException if the bytes of a field are not whole numbers
   */
  public static ByteString withoutFloats(CodedInputStream in, Map<Integer, float[]> numbers)
      throws IOException {
    ByteString.Output others = ByteString.newOutput();
    CodedOutputStream out = CodedOutputStream.newInstance(others);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
        numbers.put(WireFormat.getTagFieldNumber(tag), floats(in));
      } else {
        out.writeUInt32NoTag(tag);
        copy(in, WireFormat.getTagWireType(tag), out);
      }
    }
    out.flush();
    return others.toByteString();
  }

  private static float[] floats(CodedInputStream in) throws IOException {
    int length = in.readRawVarint32();
    if (length < 0 || length > in.getBytesUntilLimit()) {
      throw new InvalidProtocolBufferException("a field that is longer than the file");
    }
    requireWhole(length);
    FloatBuffer values = FloatBuffer.allocate(length / Float.BYTES);
    while (values.hasRemaining()) {
      byte[] piece = in.readRawBytes(Math.min(PIECE, values.remaining() * Float.BYTES));
      values.put(ByteBuffer.wrap(piece).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer());
    }
    return values.array();
  }

  private static void copy(CodedInputStream in, int wireType, CodedOutputStream out)
      throws IOException {
    switch (wireType) {
      case WireFormat.WIRETYPE_VARINT -> out.writeUInt64NoTag(in.readRawVarint64());
      case WireFormat.WIRETYPE_FIXED32 -> out.writeFixed32NoTag(in.readRawLittleEndian32());
      case WireFormat.WIRETYPE_FIXED64 -> out.writeFixed64NoTag(in.readRawLittleEndian64());
      default -> throw new InvalidProtocolBufferException("a group, which no file has");
    }
  }

  /** The numbers of a field of little-endian binary32. */
  public static float[] floats(ByteString bytes) {
    requireWhole(bytes.size());
    float[] values = new float[bytes.size() / Float.BYTES];
    bytes.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  private static void requireWhole(int bytes) {
    if (bytes % Float.BYTES != 0) {
      throw new IllegalArgumentException(
          bytes + " bytes of numbers (expected: " + Float.BYTES + " for each)");
    }
  }

  /** Writes a field of little-endian binary32, which is left out if there are no numbers. */
  public static void writeFloats(CodedOutputStream out, int field, float[] values)
      throws IOException {
    if (values.length == 0) {
      return;
    }
    out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(Math.multiplyExact(values.length, Float.BYTES));
    for (float value : values) {
      out.writeFloatNoTag(value);
    }
  }

  /** The field of little-endian binary32 that holds numbers. */
  public static ByteString bytes(float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return UnsafeByteOperations.unsafeWrap(bytes);
  }
}
