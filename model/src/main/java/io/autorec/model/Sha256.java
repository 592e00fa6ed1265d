package io.autorec.model;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The digest that binds the files of a version to each other. */
public final class Sha256 {
  private Sha256() {}

  /** The digest of bytes, in lower-case hexadecimal. */
  public static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(digest(bytes));
  }

  /** The digest of what remains in a buffer, which is not changed. */
  public static String hex(ByteBuffer bytes) {
    MessageDigest digest = newDigest();
    digest.update(bytes.duplicate());
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The digest of bytes: 32 of them. */
  public static byte[] digest(byte[] bytes) {
    return newDigest().digest(bytes);
  }

  /** A digest that takes its input piece by piece. */
  public static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
