package io.autorec.server.transport;

import io.grpc.ChannelCredentials;
import io.grpc.TlsChannelCredentials;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import io.grpc.util.AdvancedTlsX509TrustManager.Verification;
import java.security.GeneralSecurityException;

/**
 * Makes the credentials of the server's own health check: the server's certificate, which {@link
 * ClientTrust} knows.
 */
public final class OwnCertificate {
  private OwnCertificate() {}

  /**
   * Credentials of a client on the server's machine.
   *
   * @throws TlsException if the server needs certificates of clients, and its own cannot be read
   */
  public static ChannelCredentials credentials(TlsFiles files) throws TlsException {
    TlsChannelCredentials.Builder credentials = TlsChannelCredentials.newBuilder();
    if (files.clientAuthorities().isPresent()) {
      TlsFiles.Contents contents = files.read();
      AdvancedTlsX509KeyManager keys = new AdvancedTlsX509KeyManager();
      keys.updateIdentityCredentials(contents.chain(), contents.key());
      credentials.keyManager(keys);
    }
    try {
      // The process on this machine's port is the server, whatever names its certificate has. And
      // if a renewal went wrong while the old certificate still serves, that must not end it.
      return credentials
          .trustManager(
              AdvancedTlsX509TrustManager.newBuilder()
                  .setVerification(Verification.INSECURELY_SKIP_ALL_VERIFICATION)
                  .build())
          .build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no trust manager", e);
    }
  }
}
