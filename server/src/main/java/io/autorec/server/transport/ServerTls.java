package io.autorec.server.transport;

import io.grpc.netty.GrpcSslContexts;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import io.grpc.util.AdvancedTlsX509TrustManager.Verification;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * The TLS of all ports. Its files can be read again at any time; open connections keep the old
 * ones. Safe for use by several threads.
 */
public final class ServerTls {
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private final TlsFiles files;
  private final AdvancedTlsX509KeyManager keys = new AdvancedTlsX509KeyManager();
  private final AdvancedTlsX509TrustManager authorities;
  private final ClientTrust clients;

  private ServerTls(TlsFiles files) throws TlsException {
    this.files = files;
    TlsFiles.Contents contents = files.read();
    try {
      authorities =
          AdvancedTlsX509TrustManager.newBuilder()
              .setVerification(Verification.CERTIFICATE_ONLY_VERIFICATION)
              .build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no trust manager", e);
    }
    clients = new ClientTrust(authorities, contents.chain()[0]);
    use(contents);
  }

  /**
   * Reads the files.
   *
   * @throws TlsException if they cannot be used
   */
  public static ServerTls of(TlsFiles files) throws TlsException {
    return new ServerTls(files);
  }

  /**
   * Reads the files again.
   *
   * @throws TlsException if they cannot be used; the content that was read before stays in force
   */
  public void reload() throws TlsException {
    use(files.read());
  }

  private void use(TlsFiles.Contents contents) throws TlsException {
    try {
      if (needsClientCertificates()) {
        authorities.updateTrustCredentials(contents.clientAuthorities());
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new TlsException("tls-client-ca: cannot be used: " + e.getMessage());
    }
    keys.updateIdentityCredentials(contents.chain(), contents.key());
    clients.own(contents.chain()[0]);
  }

  /** Returns true if clients need certificates. */
  public boolean needsClientCertificates() {
    return files.clientAuthorities().isPresent();
  }

  /** The subject and the expiry of the server's certificate, for the log. */
  public String describe() {
    return chain()[0].getSubjectX500Principal() + ", until " + expiry();
  }

  /** The time at which the first certificate of the chain expires. */
  public Instant expiry() {
    return Stream.of(chain())
        .map(certificate -> certificate.getNotAfter().toInstant())
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  /** The reason why clients do not trust the chain at a given time; empty if its dates are fine. */
  public Optional<String> fault(Instant now) {
    return Stream.of(chain()).flatMap(certificate -> fault(certificate, now).stream()).findFirst();
  }

  private static Optional<String> fault(X509Certificate certificate, Instant now) {
    String of = "the certificate of " + certificate.getSubjectX500Principal();
    Instant begin = certificate.getNotBefore().toInstant();
    Instant end = certificate.getNotAfter().toInstant();
    if (now.isBefore(begin)) {
      return Optional.of(of + " is not valid before " + begin);
    }
    return now.isAfter(end) ? Optional.of(of + " expired at " + end) : Optional.empty();
  }

  private X509Certificate[] chain() {
    return keys.getCertificateChain(keys.chooseServerAlias("", null, null));
  }

  /** The TLS of the gRPC port. */
  public SslContext grpc() {
    SslContextBuilder builder = SslContextBuilder.forServer(keys);
    if (needsClientCertificates()) {
      builder.clientAuth(ClientAuth.REQUIRE).trustManager(clients);
    }
    try {
      return GrpcSslContexts.configure(builder, SslProvider.JDK).protocols(PROTOCOLS).build();
    } catch (SSLException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  /**
   * The TLS of the HTTP port. Even if clients need certificates, those without one may connect,
   * since a probe has none; the handlers of the port decide what they may see.
   */
  public SslContextFactory.Server http() {
    SslContextFactory.Server tls = new SslContextFactory.Server();
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {keys}, new TrustManager[] {clients}, null);
      tls.setSslContext(context);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
    tls.setIncludeProtocols(PROTOCOLS);
    tls.setWantClientAuth(needsClientCertificates());
    return tls;
  }
}
