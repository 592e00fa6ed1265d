package io.autorec.server.metrics;

import io.autorec.server.access.Access;
import io.autorec.server.access.Scope;
import io.autorec.server.transport.HttpAnswers;
import io.prometheus.metrics.exporter.common.PrometheusScrapeHandler;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Answers HTTP requests on the port of the metrics:
 *
 * <ul>
 *   <li>{@code /metrics}, for callers with the scope: the metrics, for Prometheus;
 *   <li>{@code /health/live}, for all: 200 while the process answers;
 *   <li>{@code /health/ready}, for all: 200 while calls are answered, else 503.
 * </ul>
 *
 * <p>A thread of its own collects metrics, so that health checks do not wait for them.
 */
public final class MetricsPages extends Handler.Abstract.NonBlocking {
  private static final String LIVE = "/health/live";
  private static final String READY = "/health/ready";
  private static final Set<String> PATHS = Set.of(Scrape.PATH, LIVE, READY);
  private static final Set<String> METHODS = Set.of("GET", "HEAD");
  private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");
  private static final Set<Scope> NEEDED = Set.of(Scope.METRICS);

  private final MeasuredServer server;
  private final Access access;
  private final PrometheusScrapeHandler metrics;
  private final ExecutorService scrapes =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work, "scrape");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Makes the pages.
   *
   * @param server the server to show
   * @param access decides who may read the metrics
   */
  public MetricsPages(MeasuredServer server, Access access) {
    this.server = server;
    this.access = access;
    PrometheusRegistry registry = new PrometheusRegistry();
    registry.register(new ModelSnapshots(server));
    registry.register(new ServerSnapshots(server));
    registry.register(new CallSnapshots(server.calls()));
    registry.register(server.connections());
    JvmMetrics.builder().register(registry);
    this.metrics = new PrometheusScrapeHandler(registry);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String path = Request.getPathInContext(request);
    if (!PATHS.contains(path)) {
      return false;
    }
    if (!METHODS.contains(request.getMethod())) {
      response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
      HttpAnswers.refuse(response, callback, HttpStatus.METHOD_NOT_ALLOWED_405);
      return true;
    }
    switch (path) {
      case LIVE -> HttpAnswers.text(response, callback, HttpStatus.OK_200, "live");
      case READY -> ready(response, callback);
      default -> metrics(request, response, callback);
    }
    return true;
  }

  private void ready(Response response, Callback callback) {
    MeasuredServer.State state = server.state();
    HttpAnswers.text(
        response,
        callback,
        state == MeasuredServer.State.SERVING
            ? HttpStatus.OK_200
            : HttpStatus.SERVICE_UNAVAILABLE_503,
        state.name().toLowerCase(Locale.ROOT));
  }

  private void metrics(Request request, Response response, Callback callback) {
    Access.Verdict verdict = access.check(HttpAnswers.credentials(request), NEEDED);
    if (verdict.allowed() && !isReadable(request.getHttpURI().getQuery())) {
      HttpAnswers.refuse(response, callback, HttpStatus.BAD_REQUEST_400);
    } else if (verdict.allowed()) {
      scrapes.execute(() -> new Scrape(request, response).answer(metrics, callback));
    } else if (verdict.name().isPresent()) {
      HttpAnswers.refuse(response, callback, HttpStatus.FORBIDDEN_403);
    } else {
      response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
      HttpAnswers.refuse(response, callback, HttpStatus.UNAUTHORIZED_401);
    }
  }

  /** Returns true if all escapes of a query stand for bytes. */
  private static boolean isReadable(@Nullable String query) {
    return query == null || !BAD_ESCAPE.matcher(query).find();
  }

  @Override
  protected void doStop() throws Exception {
    super.doStop();
    scrapes.shutdownNow();
  }
}
