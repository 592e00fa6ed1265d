package io.autorec.server.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * Wraps the older forms of private keys into PKCS#8, the one form that Java reads. All of them are
 * DER: elements of a tag, a length and a content.
 */
final class Pkcs8 {
  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;
  private static final int CURVE = 0xA0;

  private static final byte[] VERSION = HexFormat.of().parseHex("020100");

  /** The object identifier rsaEncryption, and no parameters. */
  private static final byte[] RSA = HexFormat.of().parseHex("06092a864886f70d0101010500");

  /** The object identifier id-ecPublicKey; the curve follows. */
  private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

  private Pkcs8() {}

  /** Wraps a key of PKCS#1, "RSA PRIVATE KEY" in PEM. */
  static byte[] ofPkcs1(byte[] key) {
    return wrapped(RSA, key);
  }

  /**
   * Wraps a key of SEC 1, "EC PRIVATE KEY" in PEM.
   *
   * @throws IOException if it is none, or does not name its curve
   */
  static byte[] ofSec1(byte[] key) throws IOException {
    ByteBuffer elements = content(ByteBuffer.wrap(key), SEQUENCE);
    while (elements.hasRemaining()) {
      int tag = Byte.toUnsignedInt(elements.get(elements.position()));
      ByteBuffer element = content(elements, tag);
      if (tag == CURVE) {
        byte[] curve = new byte[element.remaining()];
        element.get(curve);
        return wrapped(joined(EC, curve), key);
      }
    }
    throw new IOException("no curve");
  }

  private static byte[] wrapped(byte[] algorithm, byte[] key) {
    return element(
        SEQUENCE, joined(VERSION, element(SEQUENCE, algorithm), element(OCTET_STRING, key)));
  }

  private static byte[] element(int tag, byte[] content) {
    ByteArrayOutputStream element = new ByteArrayOutputStream();
    element.write(tag);
    int length = content.length;
    if (length < 0x80) {
      element.write(length);
    } else {
      int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
      element.write(0x80 | bytes);
      for (int i = bytes - 1; i >= 0; i--) {
        element.write(length >> (8 * i));
      }
    }
    element.writeBytes(content);
    return element.toByteArray();
  }

  /** Takes the next element, which must have the tag, and returns its content. */
  private static ByteBuffer content(ByteBuffer elements, int tag) throws IOException {
    if (elements.remaining() < 2 || Byte.toUnsignedInt(elements.get()) != tag) {
      throw new IOException("not the expected element");
    }
    int length = Byte.toUnsignedInt(elements.get());
    if (length > 0x80) {
      int bytes = length & 0x7F;
      if (bytes > 3 || bytes > elements.remaining()) {
        throw new IOException("too long");
      }
      length = 0;
      for (int i = 0; i < bytes; i++) {
        length = length << 8 | Byte.toUnsignedInt(elements.get());
      }
    }
    if (length > elements.remaining()) {
      throw new IOException("cut off");
    }
    ByteBuffer content = elements.slice(elements.position(), length);
    elements.position(elements.position() + length);
    return content;
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
