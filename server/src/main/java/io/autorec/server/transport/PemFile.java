package io.autorec.server.transport;

import io.grpc.util.CertificateUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

/**
 * A file of certificates, or of a key.
 *
 * @param name the name of its flag
 * @param path the path
 * @param bytes the content
 */
record PemFile(String name, Path path, byte[] bytes) {
  private static final String CONVERT = "openssl pkcs8 -topk8 -nocrypt -in KEY -out NEW";

  /** Reads a file. */
  static PemFile read(String name, Path path) throws TlsException {
    try {
      return new PemFile(name, path, Files.readAllBytes(path));
    } catch (NoSuchFileException e) {
      throw new TlsException(name + ": " + path + ": no such file");
    } catch (IOException e) {
      throw new TlsException(name + ": " + path + " cannot be read: " + e.getMessage());
    }
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
    for (String kind : new String[] {"RSA", "EC"}) {
      if (text.contains("-----BEGIN " + kind + " PRIVATE KEY-----")) {
        throw wrong("a key by the name of " + kind, "PKCS#8: " + CONVERT);
      }
    }
    if (!text.contains("-----BEGIN PRIVATE KEY-----")) {
      throw wrong("no private key", "BEGIN PRIVATE KEY, in PEM");
    }
    try {
      return CertificateUtils.getPrivateKey(new ByteArrayInputStream(bytes));
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      // Its own message may show a part of the key.
      throw wrong("a key that cannot be read", "RSA or EC in PKCS#8");
    }
  }

  TlsException wrong(String found, String expected) {
    return new TlsException(name + ": " + path + ": " + found + " (expected: " + expected + ")");
  }

  private String text() {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
