package io.autorec.server.launch;

import io.autorec.server.access.Access;
import io.autorec.server.access.CallRates;
import io.autorec.server.access.TokensException;
import io.autorec.server.access.WebTokenRules;
import io.autorec.server.launch.settings.SecuritySettings;
import io.autorec.server.launch.settings.StartException;
import io.autorec.server.transport.ServerTls;
import io.autorec.server.transport.TlsException;
import io.autorec.server.transport.TlsFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The TLS, the access and the call rates of a server. Changed files are reloaded. */
final class Security implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Security.class);
  private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

  private final Optional<ServerTls> tls;
  private final Access access;
  private final Optional<CallRates> rates;
  private final Optional<ScheduledExecutorService> looks;

  private Security(
      Optional<ServerTls> tls, Access access, Optional<CallRates> rates, List<FileWatch> watches) {
    this.tls = tls;
    this.access = access;
    this.rates = rates;
    this.looks =
        watches.isEmpty() ? Optional.empty() : Optional.of(FileWatch.start(watches, LOOK_INTERVAL));
  }

  /**
   * Reads the files and starts to watch them.
   *
   * @throws StartException if a file cannot be used
   */
  static Security of(SecuritySettings settings) throws StartException {
    List<FileWatch> watches = new ArrayList<>();
    try {
      Optional<TlsFiles> tlsFiles = settings.tlsFiles();
      Optional<ServerTls> tls = Optional.empty();
      if (tlsFiles.isPresent()) {
        ServerTls made = ServerTls.of(tlsFiles.get());
        watches.add(
            new FileWatch(
                "certificates",
                tlsFiles.get().all(),
                () -> {
                  made.reload();
                  tell(made);
                }));
        tell(made);
        tls = Optional.of(made);
      }
      Optional<Path> tokens = settings.tokensFile();
      Optional<WebTokenRules> webTokens = settings.webTokens();
      Access access =
          new Access(
              tokens,
              webTokens,
              tls.map(ServerTls::needsClientCertificates).orElse(false),
              InstantSource.system());
      webTokens.ifPresent(
          rules ->
              watches.add(new FileWatch("JWT keys", List.of(rules.keys()), access::reloadKeys)));
      tokens.ifPresent(file -> watches.add(new FileWatch("tokens", List.of(file), access::reload)));
      if (access.secret() && tls.isEmpty()) {
        log.warn(
            "tokens are sent in the clear: whoever sees the traffic has them (expected: --tls-cert"
                + " and --tls-key, or a proxy on this machine that does TLS)");
      }
      return new Security(tls, access, settings.rates(), watches);
    } catch (TlsException | TokensException e) {
      throw new StartException(String.valueOf(e.getMessage()));
    }
  }

  private static void tell(ServerTls tls) {
    log.info("TLS as {}", tls.describe());
    tls.fault(Instant.now())
        .ifPresent(fault -> log.warn("tls-cert: {}: clients will refuse it", fault));
  }

  Optional<ServerTls> tls() {
    return tls;
  }

  Access access() {
    return access;
  }

  Optional<CallRates> rates() {
    return rates;
  }

  @Override
  public void close() {
    looks.ifPresent(ScheduledExecutorService::shutdownNow);
  }
}
