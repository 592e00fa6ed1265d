package io.autorec.server.launch;

import io.autorec.server.access.Scope;
import io.autorec.server.calls.CallObserver;
import io.autorec.server.endpoint.Serving;
import io.autorec.server.inference.DeviceUnavailableException;
import io.autorec.server.inference.SessionOptions;
import io.autorec.server.metrics.MeasuredServer;
import io.autorec.server.metrics.MetricsPort;
import io.autorec.server.repository.LoadedModel;
import io.autorec.server.repository.ModelCatalog;
import io.autorec.server.repository.ModelLoader;
import io.autorec.server.repository.RepositoryException;
import io.autorec.server.repository.RepositoryWatch;
import io.autorec.server.request.Limits;
import io.autorec.server.transport.ServerTls;
import io.grpc.Server;
import io.micronaut.context.ApplicationContext;
import io.micronaut.grpc.server.GrpcEmbeddedServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server that answers. Closing it lets calls under way finish, within bounds. */
public final class RunningServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RunningServer.class);

  private final ApplicationContext context;
  private final ServerSettings settings;
  private final GrpcEmbeddedServer server;
  private final ModelCatalog catalog;
  private final Optional<RepositoryWatch> watch;
  private final Optional<MetricsPort> metrics;

  private RunningServer(
      ApplicationContext context,
      ServerSettings settings,
      GrpcEmbeddedServer server,
      Optional<MetricsPort> metrics,
      ModelCatalog catalog) {
    this.context = context;
    this.settings = settings;
    this.server = server;
    this.metrics = metrics;
    this.catalog = catalog;
    int seconds = settings.models().reloadSeconds();
    this.watch =
        seconds == 0
            ? Optional.empty()
            : Optional.of(
                RepositoryWatch.start(
                    catalog, Path.of(settings.models().models()), Duration.ofSeconds(seconds)));
  }

  /**
   * Starts a server; when this returns it takes calls, and is healthy if it has a model.
   *
   * @param flags settings by name, such as {@code autorec.port}, over environment and files
   * @throws StartException if the settings do not allow it
   */
  public static RunningServer start(Map<String, Object> flags) throws StartException {
    ApplicationContext context = context(flags);
    Optional<MetricsPort> metrics = Optional.empty();
    boolean started = false;
    try {
      ServerSettings settings = ServerSettings.of(context.getEnvironment());
      settings.requireUsable();
      settings.observability().format().apply();
      log.info("autorec-server {}", Version.line());
      GrpcEmbeddedServer server = GrpcPort.open(context, settings);
      // Probes are answered while models are loaded.
      metrics = openMetrics(context, settings);
      ModelCatalog catalog = load(settings);
      requireModel(settings, catalog, context.getBean(Security.class));
      RunningServer running = new RunningServer(context, settings, server, metrics, catalog);
      running.open();
      started = true;
      return running;
    } finally {
      if (!started) {
        metrics.ifPresent(MetricsPort::close);
        context.close();
      }
    }
  }

  /** What the server is made of; nothing runs yet. */
  static ApplicationContext context(Map<String, Object> flags) {
    return ApplicationContext.builder()
        .deduceEnvironment(false)
        .banner(false)
        .properties(flags)
        .start();
  }

  private static Optional<MetricsPort> openMetrics(
      ApplicationContext context, ServerSettings settings) throws StartException {
    Optional<InetSocketAddress> address =
        settings.observability().metricsAddress(settings.process().address());
    if (address.isEmpty()) {
      return Optional.empty();
    }
    Security security = context.getBean(Security.class);
    try {
      MetricsPort metrics =
          MetricsPort.open(
              address.get(),
              context.getBean(MeasuredServer.class),
              security.tls().map(ServerTls::http),
              security.access());
      log.info("metrics on port {}", metrics.port());
      return Optional.of(metrics);
    } catch (IOException e) {
      throw new StartException(
          "metrics port: "
              + address.get().getPort()
              + (address.get().getAddress().isAnyLocalAddress()
                  ? ""
                  : " of " + address.get().getAddress().getHostAddress())
              + " cannot be opened: "
              + e.getMessage());
    }
  }

  private static ModelCatalog load(ServerSettings settings) throws StartException {
    BatchSettings batches = settings.batches();
    int cores = Runtime.getRuntime().availableProcessors();
    SessionOptions options =
        new SessionOptions(
            batches.deviceChoice(),
            batches.workers(cores),
            batches.threads(cores),
            batches.maxBatch(),
            batches.tf32());
    try {
      return ModelCatalog.load(
          Path.of(settings.models().models()),
          settings.models().defaultModel(),
          settings.models().versions(),
          new ModelLoader(options, batches.queueRows()));
    } catch (RepositoryException | DeviceUnavailableException e) {
      throw new StartException(String.valueOf(e.getMessage()));
    } catch (OutOfMemoryError e) {
      throw new StartException(
          "memory: not enough for the models and batches of "
              + batches.maxBatch()
              + " rows ("
              + e.getMessage()
              + "; lower --max-batch, or raise -Xmx and -XX:MaxDirectMemorySize in JAVA_OPTS)");
    }
  }

  /** Throws where there is no model, and is to be one now, or could never be one. */
  private static void requireModel(ServerSettings settings, ModelCatalog catalog, Security security)
      throws StartException {
    ModelSettings models = settings.models();
    if (models.requireModel() ? !catalog.isEmpty() : !catalog.isWaiting()) {
      return;
    }
    boolean never = models.reloadSeconds() == 0 && !security.access().offers(Scope.ADMIN);
    if (models.requireModel() || never) {
      catalog.close();
      throw new StartException(
          "models: \""
              + models.models()
              + "\" holds no model that can be served; the log says what is bad (expected:"
              + " NAME/VERSION/model.onnx in it; or "
              + (models.requireModel() ? "no --require-model" : "--reload-seconds above 0")
              + ", to wait for one)");
    }
  }

  private void open() throws StartException {
    Health health = context.getBean(Health.class);
    catalog.onChange(health::update);
    context
        .getBean(Serving.class)
        .open(catalog, new Limits(settings.requests().maxVectors(), settings.requests().maxTopN()));
    health.update();
    log.info(catalog.isEmpty() ? "waiting for a model on port {}" : "serving on port {}", port());
    try {
      PortFile.write(settings.process().portFile(), port());
    } catch (StartException e) {
      close();
      throw e;
    }
  }

  /** The port of the metrics, if there is one. */
  Optional<Integer> metricsPort() {
    return metrics.map(MetricsPort::port);
  }

  /** The port that is bound. */
  public int port() {
    return server.getPort();
  }

  /** A model that is served. */
  LoadedModel model(String name) {
    return catalog.find(name, 0).orElseThrow();
  }

  @Override
  public void close() {
    Serving serving = context.getBean(Serving.class);
    // First: who has been told NOT_SERVING is not to be told anything else.
    serving.refuse();
    context.getBean(Health.class).update();
    serving.drain();
    watch.ifPresent(RepositoryWatch::close);
    Server grpc = server.getServer();
    grpc.shutdown();
    boolean drained = false;
    try {
      drained = grpc.awaitTermination(settings.process().drainSeconds(), TimeUnit.SECONDS);
      if (!drained) {
        cutOff(grpc);
      }
    } catch (InterruptedException e) {
      cutOff(grpc);
      Thread.currentThread().interrupt();
    }
    catalog.close();
    context.getBean(Security.class).close();
    context.close();
    metrics.ifPresent(MetricsPort::close);
    log.info(drained ? "drained" : "stopped with calls under way");
  }

  private void cutOff(Server grpc) {
    context.getBean(CallObserver.class).cutOff();
    grpc.shutdownNow();
  }
}
