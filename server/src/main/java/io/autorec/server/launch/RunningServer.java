package io.autorec.server.launch;

import io.autorec.model.files.AtomicFile;
import io.autorec.server.answer.Serving;
import io.autorec.server.calls.CallObserver;
import io.autorec.server.launch.settings.ServerSettings;
import io.autorec.server.launch.settings.StartException;
import io.autorec.server.metrics.MeasuredServer;
import io.autorec.server.metrics.MetricsPages;
import io.autorec.server.page.Page;
import io.autorec.server.repository.ModelCatalog;
import io.autorec.server.repository.RepositoryWatch;
import io.autorec.server.repository.version.LoadedModel;
import io.autorec.server.transport.HttpPort;
import io.autorec.server.transport.ServerTls;
import io.grpc.Server;
import io.micronaut.context.ApplicationContext;
import io.micronaut.grpc.server.GrpcEmbeddedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server that answers calls. Closing it lets calls in flight finish, within bounds. */
public final class RunningServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RunningServer.class);

  private static final String REMOVED = "max-queue-delay-micros";

  private final ApplicationContext context;
  private final ServerSettings settings;
  private final GrpcEmbeddedServer server;
  private final ModelCatalog catalog;
  private final Optional<RepositoryWatch> watch;
  private final Optional<HttpPort> metrics;

  private RunningServer(
      ApplicationContext context,
      ServerSettings settings,
      GrpcEmbeddedServer server,
      Optional<HttpPort> metrics,
      ModelCatalog catalog) {
    this.context = context;
    this.settings = settings;
    this.server = server;
    this.metrics = metrics;
    this.catalog = catalog;
    this.watch =
        settings
            .models()
            .reloadInterval()
            .map(interval -> RepositoryWatch.start(catalog, settings.models().folder(), interval));
  }

  /**
   * Starts a server without a command line. When this returns, the server takes calls, and is
   * healthy if it has a model.
   *
   * @param properties settings such as {@code autorec.port}, over environment and files
   * @throws StartException if the settings do not allow it
   */
  public static RunningServer start(Map<String, Object> properties) throws StartException {
    ApplicationContext context = context(properties);
    return start(context, ServerSettings.of(context.getEnvironment().start()));
  }

  /** Starts a server of these settings. */
  static RunningServer start(ApplicationContext context, ServerSettings settings)
      throws StartException {
    Optional<HttpPort> metrics = Optional.empty();
    boolean started = false;
    try {
      settings.requireUsable();
      settings.observability().format().apply();
      log.info("autorec-server {}", Version.line());
      if (context.start().containsProperty("autorec." + REMOVED)) {
        log.warn(
            "{}: ignored, this option is gone (expected: no AUTOREC_MAX_QUEUE_DELAY_MICROS, and no"
                + " line for it in application.yml)",
            REMOVED);
      }
      GrpcEmbeddedServer server = GrpcPort.open(context, settings);
      // Before the models: probes are answered while these are loaded.
      metrics = openMetrics(context, settings);
      ModelCatalog catalog = InitialModels.load(settings, context.getBean(Security.class).access());
      RunningServer running = new RunningServer(context, settings, server, metrics, catalog);
      running.open();
      started = true;
      return running;
    } finally {
      if (!started) {
        metrics.ifPresent(HttpPort::close);
        context.close();
      }
    }
  }

  /** Makes the context of a server's parts, which is still to be started. */
  static ApplicationContext context(Map<String, Object> properties) {
    return ApplicationContext.builder()
        .deduceEnvironment(false)
        .banner(false)
        .properties(properties)
        .build();
  }

  private static Optional<HttpPort> openMetrics(ApplicationContext context, ServerSettings settings)
      throws StartException {
    Optional<InetSocketAddress> address =
        settings.observability().metricsAddress(settings.process().address());
    if (address.isEmpty()) {
      return Optional.empty();
    }
    Security security = context.getBean(Security.class);
    try {
      HttpPort metrics =
          HttpPort.open(
              address.get(),
              security.tls().map(ServerTls::http),
              pages(context, settings, security));
      log.info("metrics on port {}", metrics.port());
      return Optional.of(metrics);
    } catch (IOException e) {
      InetAddress host = address.get().getAddress();
      throw new StartException(
          "metrics port: %s%s cannot be opened: %s"
              .formatted(
                  address.get().getPort(),
                  host.isAnyLocalAddress() ? "" : " of " + host.getHostAddress(),
                  e.getMessage()));
    }
  }

  private static Handler[] pages(
      ApplicationContext context, ServerSettings settings, Security security) {
    MeasuredServer measured = context.getBean(MeasuredServer.class);
    MetricsPages metrics = new MetricsPages(measured, security.access());
    if (!settings.observability().page()) {
      return new Handler[] {metrics};
    }
    Serving serving = context.getBean(Serving.class);
    return new Handler[] {
      metrics, new Page(serving, measured, security.access(), security.rates())
    };
  }

  private void open() throws StartException {
    Health health = context.getBean(Health.class);
    catalog.onChange(health::update);
    context.getBean(Serving.class).open(catalog, settings.requests().limits());
    health.update();
    log.info(catalog.isEmpty() ? "waiting for a model on port {}" : "serving on port {}", port());
    String portFile = settings.process().portFile();
    if (!portFile.isEmpty()) {
      Path file = Path.of(portFile).toAbsolutePath();
      try {
        AtomicFile.write(file, port() + "\n");
      } catch (IOException e) {
        close();
        throw new StartException(
            "port file: \"" + file + "\" cannot be written: " + e.getMessage());
      }
    }
  }

  /** Returns the port of the metrics, if there is one. */
  Optional<Integer> metricsPort() {
    return metrics.map(HttpPort::port);
  }

  /** Returns the port that is bound. */
  public int port() {
    return server.getPort();
  }

  /** Returns a model that is served. */
  LoadedModel model(String name) {
    return catalog.find(name, 0).orElseThrow();
  }

  @Override
  public void close() {
    Serving serving = context.getBean(Serving.class);
    // First: a client that has heard NOT_SERVING must not be answered afterwards.
    serving.refuse();
    context.getBean(Health.class).update();
    serving.drain();
    watch.ifPresent(RepositoryWatch::close);
    Server grpc = server.getServer();
    grpc.shutdown();
    boolean drained = false;
    try {
      drained = grpc.awaitTermination(settings.process().drain().toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!drained) {
      context.getBean(CallObserver.class).cutOff();
      grpc.shutdownNow();
    }
    catalog.close();
    context.getBean(Security.class).close();
    context.close();
    metrics.ifPresent(HttpPort::close);
    log.info(drained ? "drained" : "stopped with calls in flight");
  }
}
