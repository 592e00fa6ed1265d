package io.autorec.server.launch;

import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import com.sun.net.httpserver.HttpsExchange;
import io.autorec.server.access.Access;
import io.autorec.server.access.Credentials;
import io.autorec.server.access.Scope;
import io.autorec.server.access.Verdict;
import java.net.HttpURLConnection;
import java.security.Principal;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Lets those read the metrics who may. */
final class MetricsCallers extends Authenticator {
  private static final Set<Scope> NEEDED = Set.of(Scope.METRICS);

  private final Access access;

  MetricsCallers(Access access) {
    this.access = access;
  }

  @Override
  public Result authenticate(HttpExchange exchange) {
    Credentials shown =
        new Credentials(
            Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")),
            subject(exchange));
    Verdict verdict = access.check(shown, NEEDED);
    if (verdict instanceof Verdict.Allowed allowed) {
      return new Success(new HttpPrincipal(allowed.name().orElse(""), ""));
    }
    if (verdict instanceof Verdict.Refused refused && refused.unknown()) {
      exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
      return new Failure(HttpURLConnection.HTTP_UNAUTHORIZED);
    }
    return new Failure(HttpURLConnection.HTTP_FORBIDDEN);
  }

  private static Optional<Principal> subject(HttpExchange exchange) {
    if (!(exchange instanceof HttpsExchange https)) {
      return Optional.empty();
    }
    try {
      return Optional.of(https.getSSLSession().getPeerPrincipal());
    } catch (SSLPeerUnverifiedException e) {
      return Optional.empty();
    }
  }
}
