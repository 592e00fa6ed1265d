package io.autorec.server.transport;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of the server's certificate, its key and the authorities of clients.
 *
 * @param certificate the chain, the server's own certificate first
 * @param key the key of that certificate
 * @param clientAuthorities the authorities of clients: one of them must have signed a client's
 *     certificate; empty if clients need none
 */
public record TlsFiles(Path certificate, Path key, Optional<Path> clientAuthorities) {
  /** All files. */
  public List<Path> all() {
    return Stream.concat(Stream.of(certificate, key), clientAuthorities.stream()).toList();
  }

  /** The content of the files, checked to fit together. */
  record Contents(X509Certificate[] chain, PrivateKey key, X509Certificate[] clientAuthorities) {}

  /** Reads the files. */
  Contents read() throws TlsException {
    PemFile certificateFile = PemFile.read("tls-cert", certificate);
    PemFile keyFile = PemFile.read("tls-key", key);
    X509Certificate[] chain = certificateFile.certificates();
    PrivateKey privateKey = keyFile.key();
    if (!fits(privateKey, chain[0])) {
      throw keyFile.wrong(
          "not the key of " + chain[0].getSubjectX500Principal(), "that of " + certificate);
    }
    X509Certificate[] authorities =
        clientAuthorities.isEmpty()
            ? new X509Certificate[0]
            : PemFile.read("tls-client-ca", clientAuthorities.get()).certificates();
    return new Contents(chain, privateKey, authorities);
  }

  private static boolean fits(PrivateKey key, X509Certificate certificate) {
    byte[] text = new byte[32];
    new SecureRandom().nextBytes(text);
    String algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(text);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(text);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
