package io.autorec.bench.fuzz.raw;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Writes HTTP/2 frames, valid or not. */
final class FrameWriter {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int PRIORITY = 2;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  static final int END_STREAM = 1;
  static final int END_HEADERS = 4;

  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  private static final int FOUR_BYTES = 4;
  private static final int LONG_STRING = 127;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** The preface of a connection and its settings. */
  FrameWriter preface() {
    out.writeBytes(PREFACE.getBytes(ISO_8859_1));
    return frame(SETTINGS, 0, 0);
  }

  /** A frame. */
  FrameWriter frame(int type, int flags, int stream, byte... payload) {
    return frame(payload.length, type, flags, stream, payload);
  }

  /** A frame whose header may claim another length than it has. */
  FrameWriter frame(int length, int type, int flags, int stream, byte... payload) {
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
  FrameWriter call(int stream, String path, int flags) {
    return frame(HEADERS, flags | END_HEADERS, stream, callHeaders(path));
  }

  /** The header block of a call to a path. */
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

  /** A message of gRPC: a byte for its compression, its length, and the rest. */
  static byte[] message(int packing, int length, byte... content) {
    return ByteBuffer.allocate(1 + FOUR_BYTES + content.length)
        .put((byte) packing)
        .putInt(length)
        .put(content)
        .array();
  }

  /** A number, most significant byte first. */
  static byte[] bytes(int number) {
    byte[] bytes = new byte[FOUR_BYTES];
    for (int i = 0; i < FOUR_BYTES; i++) {
      bytes[i] = (byte) (number >> (Byte.SIZE * (FOUR_BYTES - 1 - i)));
    }
    return bytes;
  }

  /** All of it. */
  byte[] toBytes() {
    return out.toByteArray();
  }
}
