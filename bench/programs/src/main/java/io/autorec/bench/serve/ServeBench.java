package io.autorec.bench.serve;

import ai.onnxruntime.OrtException;
import io.autorec.bench.load.BenchException;
import io.autorec.bench.load.Child;
import io.autorec.bench.load.Kind;
import io.autorec.bench.load.ModelVersion;
import io.autorec.bench.load.RatedRow;
import io.autorec.bench.load.Workload;
import io.autorec.bench.options.Bounds;
import io.autorec.bench.options.MeasureOptions;
import io.autorec.bench.options.ModelArguments;
import io.autorec.bench.options.ServerOption;
import io.autorec.model.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program {@code serve}: a server beside the network alone and the transport alone. */
@Command(
    name = "serve",
    description = "Measures the server beside the network alone and the transport alone.",
    sortOptions = false)
public final class ServeBench implements Callable<Integer> {
  private static final int MAX_CALLS = 1024;
  private static final int MAX_STREAMS = 64;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ModelArguments model = new ModelArguments();
  @Mixin private MeasureOptions measured = new MeasureOptions();
  @Mixin private ServerOption server = new ServerOption();

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

  @Override
  public Integer call()
      throws BenchException, ModelFormatException, OrtException, IOException, InterruptedException {
    Bounds.check(spec, "--ratings", ratings, 1, Integer.MAX_VALUE);
    Bounds.check(spec, "--calls", calls, 1, MAX_CALLS);
    Bounds.check(spec, "--streams", streams, 0, MAX_STREAMS);
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
    if (kinds.size() > 1 && (write != null || soak != null)) {
      throw new ParameterException(spec.commandLine(), "--kind: one, with --write or --soak");
    }
    if (pid != null && url == null) {
      throw new ParameterException(spec.commandLine(), "--pid: without --url");
    }
    ModelVersion version = ModelVersion.open(model.models(), model.name());
    for (Kind kind : kinds) {
      measure(kind, version);
    }
    return 0;
  }

  private void measure(Kind kind, ModelVersion version)
      throws BenchException, ModelFormatException, OrtException, IOException, InterruptedException {
    List<RatedRow> rows = Workload.rows(kind, version, ratings);
    Workload<?, ?> workload = Workload.of(kind, version, rows);
    System.out.printf("%s of %s, %d requests%n", kind, model.name(), rows.size());
    if (write != null) {
      workload.write(write);
      return;
    }
    Plan plan =
        new Plan(
            workload,
            calls,
            streams.stream().filter(number -> number > 0).toList(),
            measured.warmUp(),
            measured.length(),
            new Table(System.out));
    if (url != null) {
      plan.measureRunning(url, handle());
      return;
    }
    List<String> command = server.command(model.models());
    Path folder = Files.createTempDirectory("autorec-bench-");
    folder.toFile().deleteOnExit();
    if (soak == null) {
      System.out.print(plan.measureAll(spec, kind, version, rows, command, folder));
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
}
