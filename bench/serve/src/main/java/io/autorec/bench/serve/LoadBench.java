package io.autorec.bench.serve;

import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code load}: the load of {@link ServeBench} for a server of any schema. */
@Command(
    name = "load",
    description = "Calls a method of any gRPC server, with so many calls in flight.",
    sortOptions = false)
public final class LoadBench implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "REQUESTS",
      description = "File of requests, each after its length as a varint; sent in turn.")
  private Path requests = Path.of("");

  @Parameters(index = "1", paramLabel = "METHOD", description = "package.Service/Method")
  private String method = "";

  @Parameters(index = "2", paramLabel = "HOST:PORT", description = "The server, in plain text.")
  private String target = "";

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
        || warmUp < 0
        || Stream.concat(calls.stream(), rates.stream()).anyMatch(number -> number < 1)) {
      System.err.println("load: --calls, --rates, --seconds: at least 1; --warm-up: at least 0");
      return 2;
    }
    try (Client<?, ?> client = new Client<>(target, Workload.read(requests, method))) {
      byte[] unused = client.typicalAnswer(1);
      Table table = new Table(System.out);
      table.head();
      Course course =
          new Course(
              "server",
              client,
              Optional.empty(),
              Duration.ofSeconds(warmUp),
              Duration.ofSeconds(seconds),
              table);
      if (rates.isEmpty()) {
        Verdict.Full unusedFull = course.full(calls, List.of());
      }
      for (int rate : rates) {
        course.open(rate);
      }
      return 0;
    } catch (BenchException e) {
      System.err.println("load: " + e.getMessage());
    } catch (NoSuchFileException e) {
      System.err.println("load: " + e.getMessage() + ": no such file");
    } catch (IOException e) {
      System.err.println("load: " + e);
    } catch (StatusRuntimeException e) {
      System.err.println("load: " + target + ": a call failed: " + e.getMessage());
    }
    return 1;
  }
}
