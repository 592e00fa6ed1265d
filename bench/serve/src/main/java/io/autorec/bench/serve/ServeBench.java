package io.autorec.bench.serve;

import ai.onnxruntime.OrtException;
import io.autorec.model.ModelFormatException;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code serve}. */
@Command(
    name = "serve",
    description = "Measures the server beside the network alone and the transport alone.",
    sortOptions = false)
public final class ServeBench implements Callable<Integer> {
  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final int MAX_SECONDS = 3600;
  private static final int MAX_CALLS = 1024;
  private static final int MAX_STREAMS = 64;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "MODELS_DIR", description = "Folder of the models.")
  private Path models = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "MODEL_NAME",
      description = "The model asked; requests are drawn from the ratings of its newest version.")
  private String name = "";

  @Option(
      names = "--kind",
      split = ",",
      defaultValue = "recommend-ratings",
      description =
          "What calls ask for: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}). Several are measured one after the other.")
  private List<Kind> kinds = List.of();

  @Option(
      names = "--ratings",
      defaultValue = "150",
      description = "Most ratings in a request (${DEFAULT-VALUE}).")
  private int ratings;

  @Option(
      names = "--calls",
      split = ",",
      defaultValue = "1,4,16,64,256",
      description = "Numbers of calls in flight (${DEFAULT-VALUE}).")
  private List<Integer> calls = List.of();

  @Option(
      names = "--streams",
      split = ",",
      defaultValue = "1,4",
      description = "Numbers of streams of such requests; 0: none (${DEFAULT-VALUE}).")
  private List<Integer> streams = List.of();

  @Option(
      names = "--seconds",
      defaultValue = "10",
      description = "Length of each measurement (${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description =
          "What comes before each; three times as much before the first, while Java compiles (${DEFAULT-VALUE}).")
  private int warmUp;

  @Option(
      names = "--url",
      paramLabel = "HOST:PORT",
      description = "Measures a server that runs already, of any make, and nothing else.")
  private @Nullable String url;

  @Option(
      names = "--pid",
      paramLabel = "PID",
      description = "Process of the server at --url, for its processor time.")
  private @Nullable Long pid;

  @Option(
      names = "--write",
      paramLabel = "FILE",
      description = "Writes the requests for ghz, and measures nothing.")
  private @Nullable Path write;

  @Option(
      names = "--soak",
      paramLabel = "CALLS",
      description =
          "Makes so many calls instead, as many at a time as the last of --calls, and shows the server's memory.")
  private @Nullable Long soak;

  @Option(
      names = "--cancel",
      paramLabel = "SHARE",
      defaultValue = "0",
      description = "Share of the calls of a soak to cancel at a random moment (${DEFAULT-VALUE}).")
  private double cancel;

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

  /** Runs the command and ends the process with its status. */
  public static void main(String[] args) {
    CommandLine command = new CommandLine(new ServeBench());
    // The script names the server first.
    command.setOverwrittenOptionsAllowed(true);
    command.setParameterExceptionHandler(
        (e, given) -> {
          command.getErr().println("serve: " + e.getMessage() + " (see --help)");
          return USAGE;
        });
    System.exit(command.execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    range("--ratings", ratings, 1, Integer.MAX_VALUE);
    range("--seconds", seconds, 1, MAX_SECONDS);
    range("--warm-up", warmUp, 0, MAX_SECONDS);
    if (!(cancel >= 0 && cancel < 1)) {
      throw new ParameterException(
          spec.commandLine(), "--cancel: " + cancel + " (expected: from 0 to below 1)");
    }
    if (cancel > 0 && soak == null) {
      throw new ParameterException(spec.commandLine(), "--cancel: without --soak");
    }
    if (soak != null && (soak < 1 || url != null)) {
      throw new ParameterException(
          spec.commandLine(), "--soak: " + soak + " (expected: at least 1, and no --url)");
    }
    for (int number : calls) {
      range("--calls", number, 1, MAX_CALLS);
    }
    for (int number : streams) {
      range("--streams", number, 0, MAX_STREAMS);
    }
    if (kinds.size() > 1 && (write != null || soak != null)) {
      throw new ParameterException(spec.commandLine(), "--kind: one, with --write or --soak");
    }
    if (pid != null && url == null) {
      throw new ParameterException(spec.commandLine(), "--pid: without --url");
    }
    try {
      ModelVersion model = ModelVersion.open(models, name);
      for (Kind kind : kinds) {
        measure(kind, model);
      }
      return 0;
    } catch (BenchException | ModelFormatException | OrtException | IOException e) {
      System.err.println("serve: " + line(e));
    } catch (StatusRuntimeException e) {
      System.err.println("serve: the server refused a request: " + line(e));
    }
    return FAILED;
  }

  private void measure(Kind kind, ModelVersion model)
      throws BenchException, ModelFormatException, OrtException, IOException, InterruptedException {
    List<Row> rows = Workload.rows(kind, model, ratings);
    Workload<?, ?> workload = Workload.of(kind, model, rows);
    System.out.printf("%s of %s, %d requests%n", kind, name, rows.size());
    if (write != null) {
      workload.write(write);
      return;
    }
    Plan plan =
        new Plan(
            workload,
            calls,
            streams.stream().filter(number -> number > 0).toList(),
            Duration.ofSeconds(warmUp),
            Duration.ofSeconds(seconds),
            new Table(System.out));
    if (url != null) {
      plan.measureRunning(url, handle());
      return;
    }
    if (!Files.isExecutable(server)) {
      throw new BenchException(
          server + ": no such program (expected: mvn -B package -DskipTests, or --server)");
    }
    List<String> command = List.of(server.toString(), "--models", models.toString(), "--port", "0");
    Path folder = Files.createTempDirectory("autorec-bench-");
    folder.toFile().deleteOnExit();
    if (soak == null) {
      System.out.print(plan.measureAll(kind, model, rows, command, folder));
    } else {
      soak(workload, soak, command, folder);
    }
  }

  private void soak(Workload<?, ?> workload, long number, List<String> command, Path folder)
      throws BenchException, IOException, InterruptedException {
    try (Child child = Child.start("autorec-server", command, folder)) {
      Soak load = new Soak(workload, calls.get(calls.size() - 1), cancel, System.out);
      if (!load.run("localhost:" + child.port(folder), child.handle(), number)) {
        throw new BenchException("a call that was not cancelled failed, or had another answer");
      }
    }
  }

  private @Nullable ProcessHandle handle() throws BenchException {
    Long number = pid;
    return number == null ? null : Course.process("--pid", number);
  }

  private void range(String option, int value, int min, int max) {
    if (value < min || value > max) {
      throw new ParameterException(
          spec.commandLine(), option + ": " + value + " (expected: " + min + " to " + max + ")");
    }
  }

  private static String line(Exception e) {
    String reason = e instanceof IOException ? e.toString() : String.valueOf(e.getMessage());
    return reason.lines().findFirst().orElse("");
  }
}
