package io.autorec.server.transport;

import io.autorec.server.access.Credentials;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What the handlers of an {@link HttpPort} share: short answers, and who asks. */
public final class HttpAnswers {
  private HttpAnswers() {}

  /** Answers with a line of plain text. */
  public static void text(Response response, Callback callback, int status, String line) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
    response.write(true, bytes(line), callback);
  }

  /** Answers with the words of a status, such as "not found". */
  public static void refuse(Response response, Callback callback, int status) {
    text(response, callback, status, words(status));
  }

  static String words(int status) {
    return HttpStatus.getMessage(status).toLowerCase(Locale.ROOT);
  }

  static ByteBuffer bytes(String line) {
    return ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Returns what a client shows of itself: the header, and the subject of its certificate. */
  public static Credentials credentials(Request request) {
    return new Credentials(
        Optional.ofNullable(request.getHeaders().get(HttpHeader.AUTHORIZATION)), subject(request));
  }

  private static Optional<Principal> subject(Request request) {
    EndPoint.SslSessionData tls =
        request.getConnectionMetaData().getConnection().getEndPoint().getSslSessionData();
    if (tls == null || tls.peerCertificates() == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(tls.sslSession().getPeerPrincipal());
    } catch (SSLPeerUnverifiedException e) {
      return Optional.empty();
    }
  }
}
