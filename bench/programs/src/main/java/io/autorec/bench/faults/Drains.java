package io.autorec.bench.faults;

import ai.onnxruntime.OrtException;
import io.autorec.bench.load.BenchException;
import io.autorec.bench.load.Calls;
import io.autorec.bench.load.Child;
import io.autorec.bench.load.Client;
import io.autorec.bench.load.ClosedLoop;
import io.autorec.bench.load.Kind;
import io.autorec.bench.load.ModelVersion;
import io.autorec.bench.load.Timed;
import io.autorec.bench.load.Workload;
import io.autorec.bench.options.Bounds;
import io.autorec.bench.options.ModelArguments;
import io.autorec.bench.options.ServerOption;
import io.autorec.model.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The program {@code drains}: ends servers under load and sorts the calls that were not answered.
 */
@Command(
    name = "drains",
    description =
        "Serves a model, calls it, and has the server end by SIGTERM at a random moment, again and again. Every"
            + " call must be answered, be refused because the server shuts down, or find it gone; every server"
            + " must end with exit status 0.")
public final class Drains implements Callable<Integer> {
  private static final int SEED = 1;
  private static final Duration LONGEST_LIFE = Duration.ofMillis(1500);
  private static final Duration AFTERWARDS = Duration.ofMillis(500);
  private static final Duration LONGEST_END = Duration.ofSeconds(40);

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ModelArguments model = new ModelArguments();
  @Mixin private ServerOption server = new ServerOption();

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

  private final AtomicLong answered = new AtomicLong();
  private final Map<String, AtomicLong> refused = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> lost = new ConcurrentHashMap<>();

  @Override
  public Integer call()
      throws BenchException, ModelFormatException, OrtException, IOException, InterruptedException {
    Bounds.check(spec, "--drains", drains, 1, Integer.MAX_VALUE);
    Bounds.check(spec, "--calls", calls, 1, Integer.MAX_VALUE);
    ModelVersion version = ModelVersion.open(model.models(), model.name());
    Workload<?, ?> workload =
        Workload.of(Kind.RECOMMEND_USER, version, Workload.rows(Kind.RECOMMEND_USER, version, 1));
    Random random = new Random(SEED);
    for (int i = 1; i <= drains; i++) {
      drain(workload, Duration.ofMillis(random.nextInt((int) LONGEST_LIFE.toMillis())));
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
    try (Child child = Child.start("autorec-server", server.command(model.models()), folder);
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
    }
  }

  /** Counts failed calls as refused, if the server never took them, or as lost. */
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
