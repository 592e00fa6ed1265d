package io.autorec.server.transport;

import io.grpc.util.CertificateUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/**
 * A file of certificates, or of a key.
 *
 * @param name the name of its flag
 * @param path the path
 * @param bytes the content
 */
record PemFile(String name, Path path, byte[] bytes) {
  private static final String CONVERT = "openssl pkcs8 -topk8 -nocrypt -in KEY -out NEW";
  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  /** Reads a file. */
  static PemFile read(String name, Path path) throws TlsException {
    try {
      return new PemFile(name, path, withoutMark(Files.readAllBytes(path)));
    } catch (NoSuchFileException e) {
      throw new TlsException(name + ": " + path + ": no such file");
    } catch (IOException e) {
      throw new TlsException(name + ": " + path + " cannot be read: " + e.getMessage());
    }
  }

  /** Some editors put UTF-8's byte order mark first. */
  private static byte[] withoutMark(byte[] bytes) {
    boolean marked = Arrays.mismatch(bytes, MARK) == MARK.length;
    return marked ? Arrays.copyOfRange(bytes, MARK.length, bytes.length) : bytes;
  }

  /** The certificates in it, in their order. */
  X509Certificate[] certificates() throws TlsException {
    if (!text().contains("-----BEGIN CERTIFICATE-----")) {
      throw wrong("no certificate", "BEGIN CERTIFICATE, in PEM");
    }
    try {
      return CertificateUtils.getX509Certificates(new ByteArrayInputStream(bytes));
    } catch (CertificateException e) {
      throw wrong("not all certificates can be read: " + e.getMessage(), "X.509 in PEM");
    }
  }

  /** The key in it. */
  PrivateKey key() throws TlsException {
    String text = text();
    if (text.contains("-----BEGIN ENCRYPTED PRIVATE KEY-----")
        || text.contains("Proc-Type: 4,ENCRYPTED")) {
      throw wrong("an encrypted key", "one that is not: " + CONVERT);
    }
    try {
      if (text.contains("-----BEGIN RSA PRIVATE KEY-----")) {
        byte[] pkcs1 = block("RSA PRIVATE KEY");
        return KeyFactory.getInstance("RSA")
            .generatePrivate(new PKCS8EncodedKeySpec(Pkcs8.ofPkcs1(pkcs1)));
      }
      if (text.contains("-----BEGIN EC PRIVATE KEY-----")) {
        byte[] sec1 = block("EC PRIVATE KEY");
        return KeyFactory.getInstance("EC")
            .generatePrivate(new PKCS8EncodedKeySpec(Pkcs8.ofSec1(sec1)));
      }
      if (text.contains("-----BEGIN PRIVATE KEY-----")) {
        return CertificateUtils.getPrivateKey(new ByteArrayInputStream(bytes));
      }
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      // Its own message may show a part of the key.
      throw wrong("a key that cannot be read", "RSA or EC in PKCS#8, PKCS#1 or SEC 1");
    }
    throw wrong("no private key", "BEGIN PRIVATE KEY, in PEM");
  }

  /** The bytes of the first block of a kind. */
  private byte[] block(String kind) throws IOException {
    String begin = "-----BEGIN " + kind + "-----";
    int start = text().indexOf(begin) + begin.length();
    int end = text().indexOf("-----END " + kind + "-----", start);
    if (end < 0) {
      throw new IOException("no end");
    }
    return Base64.getMimeDecoder().decode(text().substring(start, end));
  }

  TlsException wrong(String found, String expected) {
    return new TlsException(name + ": " + path + ": " + found + " (expected: " + expected + ")");
  }

  private String text() {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
