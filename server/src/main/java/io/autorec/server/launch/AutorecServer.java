package io.autorec.server.launch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code autorec-server}. */
@Command(
    name = "autorec-server",
    description = "Serves AutoRec models over gRPC.",
    footer = "Every flag may also be a variable: --max-batch is AUTOREC_MAX_BATCH.",
    subcommands = {HealthCommand.class, ArchiveCommand.class})
public final class AutorecServer implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger(AutorecServer.class);

  /** Exit status after a mistake of the operator. */
  static final int USAGE = 2;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this help.")
  boolean help;

  @Option(names = "--port", description = "TCP port; 0 for a free one (50051).")
  @Nullable Integer port;

  @Option(names = "--models", paramLabel = "DIR", description = "Folder of the models.")
  @Nullable String models;

  @Option(
      names = "--default-model",
      paramLabel = "NAME",
      description = "Model of requests that name none (the first by name).")
  @Nullable String defaultModel;

  @Option(
      names = "--versions",
      paramLabel = "N",
      description = "Newest versions of a model that are served side by side (1).")
  @Nullable Integer versions;

  @Option(
      names = "--reload-seconds",
      paramLabel = "N",
      description = "How often to look for new models and versions; 0: only at the start (2).")
  @Nullable Integer reloadSeconds;

  @Option(names = "--device", description = "auto, cpu or cuda (auto).")
  @Nullable String device;

  @Option(
      names = "--workers",
      description = "Runs of a model at the same time (cores / threads, at most 8).")
  @Nullable Integer workers;

  @Option(
      names = "--threads",
      description = "Threads of a run (2; with --workers, cores / workers).")
  @Nullable Integer threads;

  @Option(
      names = "--tf32",
      description = "On CUDA, multiply in TensorFloat-32: faster, to three digits.")
  boolean tf32;

  @Option(names = "--max-batch", description = "Most rows in a run (64).")
  @Nullable Integer maxBatch;

  @Option(names = "--max-vectors", description = "Most vectors in a Predict (256).")
  @Nullable Integer maxVectors;

  @Option(names = "--max-top-n", description = "Most items in a Recommend (1000).")
  @Nullable Integer maxTopN;

  @Option(names = "--queue-rows", description = "Most rows that wait for a session (4096).")
  @Nullable Integer queueRows;

  @Option(
      names = "--max-queue-delay-micros",
      description =
          "How long an idle session lets a call wait for others to share its batch, in microseconds (0: not at"
              + " all; calls that arrive during a run share the next one anyway).")
  @Nullable Integer maxQueueDelayMicros;

  @Option(names = "--max-message-mib", description = "Largest request, in MiB (16).")
  @Nullable Integer maxMessageMib;

  @Option(names = "--drain-seconds", description = "Longest wait for calls at the end (30).")
  @Nullable Integer drainSeconds;

  @Option(
      names = "--metrics-port",
      paramLabel = "N",
      description = "HTTP port of /metrics for Prometheus; 0 for a free one (none).")
  @Nullable Integer metricsPort;

  @Option(
      names = "--port-file",
      paramLabel = "FILE",
      description = "Where to write the port once serving.")
  @Nullable String portFile;

  /** Runs the command and ends the process with its status. */
  public static void main(String[] args) {
    // gRPC logs by java.util.logging.
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    CommandLine command = new CommandLine(new AutorecServer());
    command.setParameterExceptionHandler(
        (e, given) -> {
          command.getErr().println("autorec-server: " + e.getMessage() + " (see --help)");
          return USAGE;
        });
    System.exit(command.execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    StopSignals stop = StopSignals.listen();
    try (RunningServer server = RunningServer.start(flags())) {
      stop.await();
      log.info("stopping the server on port {}", server.port());
      return 0;
    } catch (StartException e) {
      System.err.println("autorec-server: " + e.getMessage());
      return USAGE;
    }
  }

  private Map<String, Object> flags() {
    Map<String, Object> flags = new LinkedHashMap<>();
    put(flags, "port", port);
    if (port != null) {
      // Micronaut's own name for it: no variable may override a flag.
      flags.put("grpc.server.port", port);
    }
    if (maxMessageMib != null) {
      flags.put("grpc.server.max-inbound-message-size", maxMessageMib << 20);
    }
    put(flags, "models", models);
    put(flags, "default-model", defaultModel);
    put(flags, "versions", versions);
    put(flags, "reload-seconds", reloadSeconds);
    put(flags, "device", device);
    put(flags, "workers", workers);
    put(flags, "threads", threads);
    put(flags, "tf32", tf32 ? true : null);
    put(flags, "max-batch", maxBatch);
    put(flags, "max-vectors", maxVectors);
    put(flags, "max-top-n", maxTopN);
    put(flags, "queue-rows", queueRows);
    put(flags, "max-queue-delay-micros", maxQueueDelayMicros);
    put(flags, "max-message-mib", maxMessageMib);
    put(flags, "drain-seconds", drainSeconds);
    put(flags, "metrics-port", metricsPort);
    put(flags, "port-file", portFile);
    return flags;
  }

  private static void put(Map<String, Object> flags, String name, @Nullable Object value) {
    if (value != null) {
      flags.put("autorec." + name, value);
    }
  }
}
