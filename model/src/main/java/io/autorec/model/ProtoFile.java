package io.autorec.model;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Reads protobuf messages of model files, on the heap or outside it. Protobuf would copy a whole
 * direct buffer onto the heap, so it is read as a stream.
 */
public final class ProtoFile {
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
      // Without a limit, a file that is cut off within a message in a field would just be over.
      int unused = in.pushLimit(bytes.remaining());
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
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory", e);
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

  /** The numbers of a field of little-endian binary32. */
  public static float[] floats(ByteString bytes) {
    if (bytes.size() % Float.BYTES != 0) {
      throw new IllegalArgumentException(
          bytes.size() + " bytes of numbers (expected: " + Float.BYTES + " for each)");
    }
    float[] values = new float[bytes.size() / Float.BYTES];
    bytes.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
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
