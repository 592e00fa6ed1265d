package io.autorec.server.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.server.fixture.Authority;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Optional;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.util.io.pem.PemObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemFileTest {
  private static final String MARK = "\uFEFF";

  @TempDir Path folder;

  private PemFile file(String text) throws Exception {
    Path file = Files.writeString(folder.resolve("some.key"), text, StandardCharsets.UTF_8);
    return PemFile.read("tls-key", file);
  }

  /** As openssl wrote keys before version 3, and cert-manager writes them by default. */
  private static String older(KeyPair keys) throws Exception {
    if (keys.getPrivate() instanceof ECPrivateKey key) {
      SubjectPublicKeyInfo open = SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded());
      return pem(
          new PemObject(
              "EC PRIVATE KEY",
              new org.bouncycastle.asn1.sec.ECPrivateKey(
                      key.getParams().getOrder().bitLength(),
                      key.getS(),
                      open.getPublicKeyData(),
                      open.getAlgorithm().getParameters())
                  .getEncoded()));
    }
    return pem(keys.getPrivate());
  }

  private static String pem(Object content) throws Exception {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(content);
    }
    return text.toString();
  }

  private static KeyPair rsa(int bits) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  private static KeyPair ec(String curve) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }

  @ParameterizedTest
  @ValueSource(ints = {1024, 2048, 3072})
  void key_isRead_whenItIsRsaInPkcs1(int bits) throws Exception {
    KeyPair keys = rsa(bits);
    String text = older(keys);
    assertTrue(text.startsWith("-----BEGIN RSA PRIVATE KEY-----"), text);
    assertArrayEquals(keys.getPrivate().getEncoded(), file(text).key().getEncoded());
  }

  @ParameterizedTest
  @ValueSource(strings = {"secp256r1", "secp384r1", "secp521r1"})
  void key_isRead_whenItIsEcInSec1(String curve) throws Exception {
    KeyPair keys = ec(curve);
    String text = older(keys);
    assertTrue(text.startsWith("-----BEGIN EC PRIVATE KEY-----"), text);
    ECPrivateKey made = (ECPrivateKey) keys.getPrivate();
    ECPrivateKey read = (ECPrivateKey) file(text).key();
    assertEquals(made.getS(), read.getS());
    assertEquals(made.getParams().getOrder(), read.getParams().getOrder());
  }

  @Test
  void key_isRead_whenTheCurveStandsBeforeItToo() throws Exception {
    KeyPair keys = ec("secp256r1");
    String text = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";
    ECPrivateKey read = (ECPrivateKey) file(text + older(keys)).key();
    assertEquals(((ECPrivateKey) keys.getPrivate()).getS(), read.getS());
  }

  @Test
  void read_skipsTheByteOrderMark() throws Exception {
    KeyPair keys = rsa(1024);
    byte[] made = keys.getPrivate().getEncoded();
    String newer = pem(new JcaPKCS8Generator(keys.getPrivate(), null));
    assertTrue(newer.startsWith("-----BEGIN PRIVATE KEY-----"), newer);
    assertArrayEquals(made, file(MARK + newer).key().getEncoded());
    assertArrayEquals(made, file(MARK + older(keys)).key().getEncoded());
  }

  @Test
  void files_fit_whenAllAreMarked() throws Exception {
    Authority authority = new Authority(folder, "authority");
    authority.sign("server", "CN=server");
    Path certificate = folder.resolve("server.pem");
    Path key = folder.resolve("server.key");
    for (Path file : new Path[] {certificate, key, authority.certificate()}) {
      Files.writeString(file, MARK + Files.readString(file));
    }
    assertEquals(
        1,
        new TlsFiles(certificate, key, Optional.of(authority.certificate()))
            .read()
            .clientAuthorities()
            .length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "MIIEowIBAAKCAQEA",
        "MAA=",
        "MAMCAQE=",
        "MISA",
        "MIT/////",
        "MAoCAQGgBwYFKwEEAQA=",
        "*** not base64 ***"
      })
  void key_isRefusedWithoutShowingIt_whenItIsDamaged(String content) {
    for (String kind : new String[] {"RSA", "EC"}) {
      String text =
          "-----BEGIN %1$s PRIVATE KEY-----\n%2$s\n-----END %1$s PRIVATE KEY-----\n"
              .formatted(kind, content);
      TlsException refused = assertThrows(TlsException.class, () -> file(text).key());
      assertEquals(
          "tls-key: %s: a key that cannot be read (expected: RSA or EC in PKCS#8, PKCS#1 or SEC 1)"
              .formatted(folder.resolve("some.key")),
          refused.getMessage());
    }
  }

  @Test
  void key_isRefused_whenItHasNoEnd() {
    TlsException refused =
        assertThrows(
            TlsException.class, () -> file("-----BEGIN EC PRIVATE KEY-----\nMAA=\n").key());
    assertTrue(
        String.valueOf(refused.getMessage()).contains("cannot be read"), refused.getMessage());
  }
}
