package io.autorec.server.launch.settings;

import io.autorec.server.access.CallRates;
import io.autorec.server.access.WebTokenRules;
import io.autorec.server.transport.TlsFiles;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of TLS, tokens and call rates. */
public final class SecuritySettings {
  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description =
          "Certificate chain of the server, in PEM; with --tls-key, all ports use TLS (no TLS).")
  String tlsCert = "";

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "Private key of the certificate, RSA or EC in PEM, not encrypted (none).")
  String tlsKey = "";

  @Option(
      names = "--tls-client-ca",
      paramLabel = "FILE",
      description =
          "Certificates of authorities; each client then needs a certificate that one of them has"
              + " signed (clients need none).")
  String tlsClientCa = "";

  @Option(
      names = "--tokens",
      paramLabel = "FILE",
      description = "File with a line SCOPES NAME TOKEN for each caller (everybody may call).")
  String tokens = "";

  @Option(
      names = "--jwt-keys",
      paramLabel = "FILE",
      description =
          "Public keys of an identity provider, a JSON Web Key Set; callers may show JSON Web Tokens"
              + " that it has signed (none).")
  String jwtKeys = "";

  @Option(
      names = "--jwt-issuer",
      paramLabel = "URL",
      description = "The iss that each JSON Web Token has; needed with --jwt-keys.")
  String jwtIssuer = "";

  @Option(
      names = "--jwt-audience",
      paramLabel = "NAME",
      description = "The aud that each JSON Web Token has; needed with --jwt-keys.")
  String jwtAudience = "";

  @Option(
      names = "--rate-limit",
      description = "Calls a second that one caller may make; 0: no limit (${DEFAULT-VALUE}).")
  @Range(max = 1_000_000)
  int rateLimit;

  /** Returns the files of TLS; empty: no TLS. */
  public Optional<TlsFiles> tlsFiles() throws StartException {
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

  /** Returns the file of tokens; empty: everybody may call. */
  public Optional<Path> tokensFile() {
    return file(tokens);
  }

  /** Returns what JSON Web Tokens have to fulfil; empty: none is accepted. */
  public Optional<WebTokenRules> webTokens() throws StartException {
    if (jwtKeys.isEmpty() && jwtIssuer.isEmpty() && jwtAudience.isEmpty()) {
      return Optional.empty();
    }
    String missing =
        jwtKeys.isEmpty()
            ? "jwt-keys"
            : jwtIssuer.isEmpty() ? "jwt-issuer" : jwtAudience.isEmpty() ? "jwt-audience" : "";
    if (!missing.isEmpty()) {
      throw new StartException(
          missing + ": not set (expected: --jwt-keys, --jwt-issuer and --jwt-audience, all three)");
    }
    return Optional.of(new WebTokenRules(Path.of(jwtKeys), jwtIssuer, jwtAudience));
  }

  /** Returns the limit of how often a caller may call; empty: none. */
  public Optional<CallRates> rates() {
    return rateLimit == 0
        ? Optional.empty()
        : Optional.of(new CallRates(rateLimit, System::nanoTime));
  }

  private static Optional<Path> file(String name) {
    return name.isEmpty() ? Optional.empty() : Optional.of(Path.of(name));
  }
}
