package io.autorec.server.metrics;

import io.autorec.server.access.Access;
import io.autorec.server.access.Credentials;
import io.autorec.server.access.Scope;
import io.autorec.server.transport.HttpPages;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.prometheus.metrics.exporter.common.PrometheusScrapeHandler;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.security.Principal;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

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
public final class MetricsPages implements HttpPages {
  private static final String LIVE = "/health/live";
  private static final String READY = "/health/ready";
  private static final Set<String> PATHS = Set.of(Scrape.PATH, LIVE, READY);
  private static final Set<HttpMethod> METHODS = Set.of(HttpMethod.GET, HttpMethod.HEAD);
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
  public CompletionStage<FullHttpResponse> answer(HttpRequest request, Optional<Principal> client) {
    String path = request.uri().split("\\?", 2)[0];
    if (!PATHS.contains(path)) {
      return now(HttpResponseStatus.NOT_FOUND, "not found");
    }
    if (!METHODS.contains(request.method())) {
      FullHttpResponse refusal = text(HttpResponseStatus.METHOD_NOT_ALLOWED, "method not allowed");
      refusal.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD");
      return CompletableFuture.completedStage(refusal);
    }
    return switch (path) {
      case LIVE -> now(HttpResponseStatus.OK, "live");
      case READY -> ready();
      default -> metrics(request, client);
    };
  }

  private CompletionStage<FullHttpResponse> ready() {
    MeasuredServer.State state = server.state();
    return now(
        state == MeasuredServer.State.SERVING
            ? HttpResponseStatus.OK
            : HttpResponseStatus.SERVICE_UNAVAILABLE,
        state.name().toLowerCase(Locale.ROOT));
  }

  private CompletionStage<FullHttpResponse> metrics(
      HttpRequest request, Optional<Principal> client) {
    Credentials shown =
        new Credentials(
            Optional.ofNullable(request.headers().get(HttpHeaderNames.AUTHORIZATION)), client);
    Access.Verdict verdict = access.check(shown, NEEDED);
    if (!verdict.allowed()) {
      if (verdict.name().isPresent()) {
        return now(HttpResponseStatus.FORBIDDEN, "forbidden");
      }
      FullHttpResponse refusal = text(HttpResponseStatus.UNAUTHORIZED, "unauthorized");
      refusal.headers().set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
      return CompletableFuture.completedStage(refusal);
    }
    return CompletableFuture.supplyAsync(() -> new Scrape(request).answeredBy(metrics), scrapes);
  }

  private static CompletionStage<FullHttpResponse> now(HttpResponseStatus status, String word) {
    return CompletableFuture.completedStage(text(status, word));
  }

  private static FullHttpResponse text(HttpResponseStatus status, String word) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            status,
            ByteBufUtil.writeAscii(UnpooledByteBufAllocator.DEFAULT, word + "\n"));
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
    return response;
  }

  @Override
  public void close() {
    scrapes.shutdownNow();
  }
}
