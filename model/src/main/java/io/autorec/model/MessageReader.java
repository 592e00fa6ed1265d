package io.autorec.model;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads protobuf messages where they lie, outside the heap maybe. The generated classes copy a file
 * once or twice, and every copy of many megabytes is another pause of the collector in a server.
 */
public final class MessageReader {
  private final String file;
  private final ByteBuffer bytes;
  private final CodedInputStream in;

  /**
   * @param file its name, for messages
   * @param bytes all that remains of them
   */
  public MessageReader(String file, ByteBuffer bytes) {
    this.file = file;
    this.bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    this.in = input(bytes);
  }

  /** What remains in a buffer, which is left as it is. */
  public static CodedInputStream input(ByteBuffer bytes) {
    CodedInputStream in = CodedInputStream.newInstance(new Remaining(bytes.duplicate()));
    try {
      // Otherwise a message that is cut off would just be over.
      int unused = in.pushLimit(bytes.remaining());
      return in;
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("bytes in memory", e);
    }
  }

  /** Reads a field whose tag was read; false for one that is not known, and is passed over. */
  @FunctionalInterface
  public interface Fields {
    boolean read(int field) throws IOException, ModelFormatException;
  }

  /**
   * Reads all fields.
   *
   * @throws ModelFormatException if the bytes are no message
   */
  public void read(Fields known) throws ModelFormatException {
    try {
      fields(known);
    } catch (InvalidProtocolBufferException e) {
      throw new ModelFormatException(
          file
              + ": damaged at byte "
              + in.getTotalBytesRead()
              + " (expected: a file as autorec-trainer writes it)",
          e);
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory", e);
    }
  }

  private void fields(Fields known) throws IOException, ModelFormatException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (!known.read(WireFormat.getTagFieldNumber(tag))) {
        in.skipField(tag);
      }
    }
  }

  /** The fields of a message in a field. */
  public void message(Fields known) throws IOException, ModelFormatException {
    require(WireFormat.WIRETYPE_LENGTH_DELIMITED);
    int outer = in.pushLimit(in.readRawVarint32());
    fields(known);
    in.popLimit(outer);
  }

  public int number() throws IOException, ModelFormatException {
    require(WireFormat.WIRETYPE_VARINT);
    return in.readUInt32();
  }

  public float real() throws IOException, ModelFormatException {
    require(WireFormat.WIRETYPE_FIXED32);
    return in.readFloat();
  }

  /** A field of little-endian binary32: {@code bytes}, or {@code repeated float}. */
  public float[] reals() throws IOException, ModelFormatException {
    ByteBuffer content = skip();
    if (content.remaining() % Float.BYTES != 0) {
      throw refused("of " + content.remaining() + " bytes", "4 for each number");
    }
    float[] values = new float[content.remaining() / Float.BYTES];
    content.asFloatBuffer().get(values);
    return values;
  }

  /** A field {@code repeated uint32}. */
  public int[] numbers() throws IOException, ModelFormatException {
    ByteBuffer content = skip();
    int count = 0;
    for (int at = 0; at < content.limit(); at++) {
      // The last byte of each has no further one.
      count += content.get(at) >= 0 ? 1 : 0;
    }
    int[] values = new int[count];
    CodedInputStream packed = input(content);
    for (int i = 0; i < count; i++) {
      values[i] = packed.readUInt32();
    }
    if (!packed.isAtEnd()) {
      throw refused("the last number is cut off", "whole numbers");
    }
    return values;
  }

  private ByteBuffer skip() throws IOException, ModelFormatException {
    require(WireFormat.WIRETYPE_LENGTH_DELIMITED);
    int length = in.readRawVarint32();
    int start = in.getTotalBytesRead();
    in.skipRawBytes(length);
    return bytes.slice(start, length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void require(int wireType) throws ModelFormatException {
    if (WireFormat.getTagWireType(in.getLastTag()) != wireType) {
      throw refused("of another type", "the schema's, packed if repeated");
    }
  }

  private ModelFormatException refused(String found, String expected) {
    int field = WireFormat.getTagFieldNumber(in.getLastTag());
    return new ModelFormatException(
        file + ": field " + field + ": " + found + " (expected: " + expected + ")");
  }

  /** The bytes of a buffer, once. */
  private static final class Remaining extends InputStream {
    private final ByteBuffer bytes;

    private Remaining(ByteBuffer bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read() {
      return bytes.hasRemaining() ? Byte.toUnsignedInt(bytes.get()) : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (length > 0 && !bytes.hasRemaining()) {
        return -1;
      }
      int count = Math.min(length, bytes.remaining());
      bytes.get(into, offset, count);
      return count;
    }

    @Override
    public long skip(long most) {
      int count = (int) Math.max(0, Math.min(most, bytes.remaining()));
      bytes.position(bytes.position() + count);
      return count;
    }

    @Override
    public int available() {
      return bytes.remaining();
    }
  }
}
