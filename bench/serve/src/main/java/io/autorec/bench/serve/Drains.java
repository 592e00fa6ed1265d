package io.autorec.bench.serve;

import ai.onnxruntime.OrtException;
import io.autorec.model.ModelFormatException;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Ends a server under load, again and again: whether each call that it took is answered. */
@Command(
    name = "drains",
    description =
        "Serves a model, calls it, and has the server end by SIGTERM at a random moment, again and again. Every"
            + " call must be answered, be refused because the server shuts down, or find it gone; every server"
            + " must end with exit status 0.")
public final class Drains implements Callable<Integer> {
  private static final int USAGE = 2;
  private static final int SEED = 1;
  private static final Duration LONGEST_LIFE = Duration.ofMillis(1500);
  private static final Duration AFTERWARDS = Duration.ofMillis(500);
  private static final Duration LONGEST_END = Duration.ofSeconds(40);

  @Parameters(index = "0", paramLabel = "MODELS_DIR", description = "Folder of the models.")
  private Path models = Path.of("");

  @Parameters(index = "1", paramLabel = "MODEL_NAME", description = "The model asked.")
  private String name = "";

  @Option(
      names = "--drains",
      defaultValue = "50",
      description = "How many servers end (${DEFAULT-VALUE}).")
  private int drains;

  @Option(
      names = "--calls",
      defaultValue = "64",
      description = "Calls in flight (${DEFAULT-VALUE}).")
  private int calls;

  @Option(
      names = "--server",
      paramLabel = "FILE",
      description = "The autorec-server to start (the one built here).")
  private Path server = Path.of("autorec-server");

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this help.")
  boolean help;

  private final AtomicLong answered = new AtomicLong();
  private final Map<String, AtomicLong> refused = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> lost = new ConcurrentHashMap<>();

  /** Runs the command and ends the process with its status. */
  public static void main(String[] args) {
    CommandLine command = new CommandLine(new Drains());
    command.setOverwrittenOptionsAllowed(true);
    command.setParameterExceptionHandler(
        (e, given) -> {
          command.getErr().println("drains: " + e.getMessage() + " (see --help)");
          return USAGE;
        });
    System.exit(command.execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    try {
      ModelVersion model = ModelVersion.open(models, name);
      Workload<?, ?> workload =
          Workload.of(Kind.RECOMMEND_USER, model, Workload.rows(Kind.RECOMMEND_USER, model, 1));
      Random random = new Random(SEED);
      for (int i = 1; i <= drains; i++) {
        drain(workload, Duration.ofMillis(random.nextInt((int) LONGEST_LIFE.toMillis())));
      }
    } catch (BenchException | ModelFormatException | OrtException | IOException e) {
      System.err.println("drains: " + e.getMessage());
      return 1;
    }
    System.out.printf("%d servers ended, %d calls answered%n", drains, answered.get());
    new TreeMap<>(refused)
        .forEach((why, number) -> System.out.println(number + " refused: " + why));
    new TreeMap<>(lost).forEach((why, number) -> System.out.println(number + " LOST: " + why));
    return lost.isEmpty() ? 0 : 1;
  }

  /** Starts a server, ends it after a while of calls, and goes on to call for a moment. */
  private void drain(Workload<?, ?> workload, Duration life)
      throws BenchException, IOException, InterruptedException {
    Path folder = Files.createTempDirectory("autorec-bench-");
    folder.toFile().deleteOnExit();
    List<String> command = List.of(server.toString(), "--models", models.toString(), "--port", "0");
    try (Child child = Child.start("autorec-server", command, folder);
        Client<?, ?> client = new Client<>("localhost:" + child.port(folder), workload)) {
      byte[] unused = client.typicalAnswer(1);
      CompletableFuture<Integer> status =
          CompletableFuture.supplyAsync(
              () -> child.end(LONGEST_END),
              CompletableFuture.delayedExecutor(life.toMillis(), TimeUnit.MILLISECONDS));
      Timed timed = ClosedLoop.run(sorted(client), calls, life.plus(AFTERWARDS));
      answered.addAndGet(timed.tally().succeeded());
      if (status.join() != 0) {
        throw new BenchException("a server ended with " + status.join() + " (expected: 0)");
      }
    } catch (StatusRuntimeException e) {
      throw new BenchException("the server refused a request: " + e.getMessage());
    }
  }

  /** The same calls, with those that failed sorted by whether they were taken. */
  private Calls sorted(Calls client) {
    return (slot, number, ending) ->
        client.send(
            slot,
            number,
            failure -> {
              if (failure != null) {
                boolean never =
                    failure.startsWith("UNAVAILABLE: the server is shutting down")
                        || failure.contains("Connection refused");
                (never ? refused : lost)
                    .computeIfAbsent(
                        failure.replaceAll("[/:]\\S*\\d{2,}", ""), why -> new AtomicLong())
                    .incrementAndGet();
              }
              ending.ended(failure);
            });
  }
}
