package io.autorec.bench.serve;

import io.autorec.bench.load.BenchException;
import io.autorec.bench.load.Client;
import io.autorec.bench.load.Timed;
import io.autorec.bench.load.Workload;
import io.autorec.bench.options.Bounds;
import io.autorec.bench.options.MeasureOptions;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The program {@code load}: the load of {@link ServeBench} for servers of any schema. */
@Command(
    name = "load",
    description =
        "Calls a method of any gRPC server, with so many calls in flight; several servers in turns.",
    sortOptions = false)
public final class LoadBench implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private MeasureOptions measured = new MeasureOptions();

  @Parameters(
      index = "0",
      paramLabel = "REQUESTS",
      description = "File of requests, each after its length as a varint; sent in turn.")
  private Path requests = Path.of("");

  @Parameters(index = "1", paramLabel = "METHOD", description = "package.Service/Method")
  private String method = "";

  @Parameters(
      index = "2..*",
      arity = "1..*",
      paramLabel = "HOST:PORT",
      description = "The server, in plain text. Several take turns.")
  private List<String> targets = List.of();

  @Option(
      names = "--calls",
      split = ",",
      defaultValue = "1,64",
      description = "Numbers of calls in flight (${DEFAULT-VALUE}).")
  private List<Integer> calls = List.of();

  @Option(
      names = "--rates",
      split = ",",
      paramLabel = "PER_SECOND",
      description = "Calls a second, whatever the server does; measured instead of --calls.")
  private List<Integer> rates = List.of();

  @Option(
      names = "--held",
      paramLabel = "MILLIS",
      defaultValue = "0",
      description =
          "Looks for the highest rate at which no call fails and 99 of 100 are answered within"
              + " MILLIS; measured instead of --calls.")
  private int heldMillis;

  @Option(
      names = "--rounds",
      defaultValue = "1",
      description =
          "How often to measure everything; after more than one come the medians (${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--pids",
      split = ",",
      paramLabel = "PID",
      description = "Processes of the servers, in their order, for their processor time.")
  private List<Long> pids = List.of();

  @Override
  public Integer call() throws BenchException, IOException, InterruptedException {
    Bounds.check(spec, "--calls", calls, 1, Integer.MAX_VALUE);
    Bounds.check(spec, "--rates", rates, 1, Integer.MAX_VALUE);
    Bounds.check(spec, "--held", heldMillis, 0, 60_000);
    Bounds.check(spec, "--rounds", rounds, 1, Integer.MAX_VALUE);
    if (twice(targets) || twice(calls) || twice(rates)) {
      throw new ParameterException(
          spec.commandLine(), "HOST:PORT, --calls, --rates: one twice (expected: each once)");
    }
    if (!pids.isEmpty() && pids.size() != targets.size()) {
      throw new ParameterException(
          spec.commandLine(),
          "--pids: " + pids.size() + " (expected: one for each server, " + targets.size() + ")");
    }
    List<Client<?, ?>> clients = new ArrayList<>();
    try {
      Workload<?, ?> workload = Workload.read(requests, method);
      int longest = targets.stream().mapToInt(String::length).max().orElse(0);
      Table table = new Table(System.out, targets.size() > 1 ? longest : 0);
      List<Course> courses = new ArrayList<>();
      for (int i = 0; i < targets.size(); i++) {
        Client<?, ?> client = new Client<>(targets.get(i), workload);
        clients.add(client);
        Optional<ProcessHandle> process =
            pids.isEmpty() ? Optional.empty() : Optional.of(Course.process("--pids", pids.get(i)));
        courses.add(course(targets.get(i), client, process, table));
      }
      table.head();
      for (int round = 0; round < rounds; round++) {
        measure(courses);
      }
      if (rounds > 1) {
        table.medians();
      }
      return 0;
    } finally {
      clients.forEach(Client::close);
    }
  }

  private static boolean twice(List<?> words) {
    return Set.copyOf(words).size() < words.size();
  }

  /** The loads of one server, which has answered a first call. */
  private Course course(
      String target, Client<?, ?> client, Optional<ProcessHandle> process, Table table)
      throws BenchException {
    try {
      byte[] unused = client.typicalAnswer(1);
    } catch (StatusRuntimeException e) {
      throw new BenchException(target + ": a call failed: " + e.getMessage());
    }
    return new Course(
        targets.size() > 1 ? target : "server",
        client,
        process,
        measured.warmUp(),
        measured.length(),
        table);
  }

  /** Each load, of one server after the other. */
  private void measure(List<Course> courses) throws InterruptedException {
    if (heldMillis > 0) {
      for (Course course : courses) {
        course.held(heldMillis);
      }
      return;
    }
    for (int rate : rates) {
      for (Course course : courses) {
        Timed unused = course.open(rate);
      }
    }
    if (rates.isEmpty()) {
      for (int number : calls) {
        for (Course course : courses) {
          Timed unused = course.calls(number);
        }
      }
    }
  }
}
