package io.autorec.server.launch;

import io.autorec.server.access.CallRates;
import io.autorec.server.transport.TlsFiles;
import java.nio.file.Path;
import java.util.Optional;

/** Who may call, and how much. */
record SecuritySettings(
    @Flag(
            value =
                "Certificate chain of the server, in PEM; with --tls-key, everything is over TLS",
            label = "FILE",
            otherwise = "",
            rule = "no TLS")
        String tlsCert,
    @Flag(
            value = "Its private key: PKCS#8 in PEM, not encrypted",
            label = "FILE",
            otherwise = "",
            rule = "none")
        String tlsKey,
    @Flag(
            value = "Certificates, one of which must have signed that of each client",
            label = "FILE",
            otherwise = "",
            rule = "clients need none")
        String tlsClientCa,
    @Flag(
            value = "Who may do what: lines of SCOPES NAME TOKEN",
            label = "FILE",
            otherwise = "",
            rule = "everybody may call")
        String tokens,
    @Flag(
            value = "Calls that one caller may make in a second; 0: as many as they like",
            otherwise = "0",
            max = 1_000_000)
        int rateLimit) {
  /** The files of TLS, if it is wanted. */
  Optional<TlsFiles> tlsFiles() throws StartException {
    return tlsFiles(tlsCert, tlsKey, tlsClientCa);
  }

  /** The files by these names, of which an empty one is none. */
  static Optional<TlsFiles> tlsFiles(String tlsCert, String tlsKey, String tlsClientCa)
      throws StartException {
    if (tlsCert.isEmpty() && tlsKey.isEmpty()) {
      if (!tlsClientCa.isEmpty()) {
        throw new StartException("tls-client-ca: without TLS (expected: --tls-cert, --tls-key)");
      }
      return Optional.empty();
    }
    if (tlsCert.isEmpty() || tlsKey.isEmpty()) {
      String given = tlsCert.isEmpty() ? "key" : "cert";
      String missing = tlsCert.isEmpty() ? "cert" : "key";
      throw new StartException(
          "tls-" + missing + ": not set (expected: with --tls-" + given + ", both)");
    }
    return Optional.of(new TlsFiles(Path.of(tlsCert), Path.of(tlsKey), file(tlsClientCa)));
  }

  /** The file of tokens, if they are wanted. */
  Optional<Path> tokensFile() {
    return file(tokens);
  }

  /** How many calls callers may make, if that is bounded. */
  Optional<CallRates> rates() {
    return rateLimit == 0
        ? Optional.empty()
        : Optional.of(new CallRates(rateLimit, System::nanoTime));
  }

  private static Optional<Path> file(String name) {
    return name.isEmpty() ? Optional.empty() : Optional.of(Path.of(name));
  }
}
