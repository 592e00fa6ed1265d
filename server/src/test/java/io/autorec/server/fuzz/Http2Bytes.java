package io.autorec.server.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;

/** Writes HTTP/2, right or wrong, frame by frame. */
final class Http2Bytes {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int PRIORITY = 2;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  static final int END_STREAM = 1;
  static final int END_HEADERS = 4;

  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  private static final int FOUR_BYTES = 4;
  private static final int LONG_STRING = 127;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** How every connection begins. */
  Http2Bytes preface() {
    out.writeBytes(PREFACE.getBytes(ISO_8859_1));
    return frame(SETTINGS, 0, 0);
  }

  Http2Bytes frame(int type, int flags, int stream, byte... payload) {
    return frame(payload.length, type, flags, stream, payload);
  }

  /** A frame that may say that it is of another length than it is. */
  Http2Bytes frame(int length, int type, int flags, int stream, byte... payload) {
    out.write(length >> 16);
    out.write(length >> 8);
    out.write(length);
    out.write(type);
    out.write(flags);
    out.writeBytes(bytes(stream));
    out.writeBytes(payload);
    return this;
  }

  /** The headers of a call. */
  Http2Bytes call(int stream, String path, int flags) {
    return frame(HEADERS, flags | END_HEADERS, stream, callHeaders(path));
  }

  static byte[] callHeaders(String path) {
    return headers(
        ":method", "POST",
        ":scheme", "http",
        ":path", path,
        ":authority", "localhost",
        "content-type", "application/grpc",
        "te", "trailers");
  }

  /** Headers as literals that are not indexed, without Huffman codes. */
  static byte[] headers(String... namesAndValues) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      block.write(0);
      writeString(block, namesAndValues[i]);
      writeString(block, namesAndValues[i + 1]);
    }
    return block.toByteArray();
  }

  private static void writeString(ByteArrayOutputStream block, String text) {
    int length = text.length();
    if (length < LONG_STRING) {
      block.write(length);
    } else {
      block.write(LONG_STRING);
      int rest = length - LONG_STRING;
      for (; rest >= 0x80; rest >>= 7) {
        block.write(rest | 0x80);
      }
      block.write(rest);
    }
    block.writeBytes(text.getBytes(ISO_8859_1));
  }

  /** A message of gRPC: a byte for its packing, its length, and the rest. */
  static byte[] message(int packing, int length, byte... content) {
    return ByteMutation.join(new byte[] {(byte) packing}, bytes(length), content);
  }

  /** A number, most significant byte first. */
  static byte[] bytes(int number) {
    byte[] bytes = new byte[FOUR_BYTES];
    for (int i = 0; i < FOUR_BYTES; i++) {
      bytes[i] = (byte) (number >> (Byte.SIZE * (FOUR_BYTES - 1 - i)));
    }
    return bytes;
  }

  byte[] toBytes() {
    return out.toByteArray();
  }
}
