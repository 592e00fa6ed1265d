package io.autorec.server.page;

import io.autorec.server.access.Access;
import io.autorec.server.access.Credentials;
import io.autorec.server.access.Scope;
import io.autorec.server.transport.HttpAnswers;
import java.util.Set;
import org.eclipse.jetty.server.Request;

/**
 * Who asks for the page.
 *
 * @param name the name of the caller, else its address
 * @param known true if the server knows the caller's name
 * @param mayTry true if the caller may ask the models
 * @param mayReadMetrics true if the caller may read the metrics
 */
record PageCaller(String name, boolean known, boolean mayTry, boolean mayReadMetrics) {
  static PageCaller of(Request request, Access access) {
    Credentials shown = HttpAnswers.credentials(request);
    Access.Verdict mayTry = access.check(shown, Set.of(Scope.PREDICT));
    return new PageCaller(
        mayTry.name().orElseGet(() -> Request.getRemoteAddr(request)),
        mayTry.name().isPresent(),
        mayTry.allowed(),
        access.check(shown, Set.of(Scope.METRICS)).allowed());
  }
}
