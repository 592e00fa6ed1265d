package io.autorec.bench.serve;

import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code load}: the load of {@link ServeBench} for a server of any schema. */
@Command(
    name = "load",
    description =
        "Calls a method of any gRPC server, with so many calls in flight; several servers in turns.",
    sortOptions = false)
public final class LoadBench implements Callable<Integer> {
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

  @Option(
      names = "--seconds",
      defaultValue = "10",
      description = "Length of each measurement (${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "Load before each, with as many calls in flight (${DEFAULT-VALUE}).")
  private int warmUp;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this help.")
  boolean help;

  /** Runs the command and ends the process with its status. */
  public static void main(String[] args) {
    CommandLine command = new CommandLine(new LoadBench());
    command.setParameterExceptionHandler(
        (e, given) -> {
          command.getErr().println("load: " + e.getMessage() + " (see --help)");
          return 2;
        });
    System.exit(command.execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    if (seconds < 1
        || rounds < 1
        || warmUp < 0
        || Stream.concat(calls.stream(), rates.stream()).anyMatch(number -> number < 1)) {
      System.err.println(
          "load: --calls, --rates, --rounds, --seconds: at least 1; --warm-up: at least 0");
      return 2;
    }
    if (twice(targets) || twice(calls) || twice(rates)) {
      System.err.println("load: HOST:PORT, --calls, --rates: one twice (expected: each once)");
      return 2;
    }
    if (!pids.isEmpty() && pids.size() != targets.size()) {
      System.err.println(
          "load: --pids: "
              + pids.size()
              + " (expected: one for each server, "
              + targets.size()
              + ")");
      return 2;
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
    } catch (BenchException e) {
      System.err.println("load: " + e.getMessage());
    } catch (NoSuchFileException e) {
      System.err.println("load: " + e.getMessage() + ": no such file");
    } catch (IOException e) {
      System.err.println("load: " + e);
    } finally {
      clients.forEach(Client::close);
    }
    return 1;
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
        Duration.ofSeconds(warmUp),
        Duration.ofSeconds(seconds),
        table);
  }

  /** Each load, of one server after the other. */
  private void measure(List<Course> courses) throws InterruptedException {
    for (int rate : rates) {
      for (Course course : courses) {
        course.open(rate);
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
