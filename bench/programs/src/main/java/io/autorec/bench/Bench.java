package io.autorec.bench;

import ai.onnxruntime.OrtException;
import io.autorec.bench.faults.Drains;
import io.autorec.bench.faults.Faults;
import io.autorec.bench.faults.Fuzz;
import io.autorec.bench.load.BenchException;
import io.autorec.bench.serve.Answers;
import io.autorec.bench.serve.EchoServer;
import io.autorec.bench.serve.LoadBench;
import io.autorec.bench.serve.ServeBench;
import io.autorec.model.ModelFormatException;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/**
 * The main of all programs. Exit status: 0 when the program did its work, 1 when it could not or
 * found a fault, 2 when the command line is wrong.
 */
@Command(
    name = "bench",
    description = "Measures a server and sends it what goes wrong; bench/README.md explains.",
    synopsisSubcommandLabel = "PROGRAM",
    subcommands = {
      ServeBench.class,
      LoadBench.class,
      Answers.class,
      Drains.class,
      Fuzz.class,
      Faults.class,
      EchoServer.class
    })
public final class Bench {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Shows this help.")
  boolean help;

  private Bench() {}

  /** Runs a program and ends the process with its status. */
  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Bench())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler(
                (e, given) ->
                    fail(e.getCommandLine(), e.getMessage() + " (see --help)", ExitCode.USAGE))
            .setExecutionExceptionHandler(Bench::report)
            .execute(args));
  }

  private static int report(Exception e, CommandLine program, ParseResult parsed) throws Exception {
    if (e instanceof NoSuchFileException) {
      return fail(program, e.getMessage() + ": no such file", ExitCode.SOFTWARE);
    }
    if (e instanceof StatusRuntimeException) {
      return fail(program, "the server refused a call: " + e.getMessage(), ExitCode.SOFTWARE);
    }
    if (e instanceof IOException) {
      return fail(program, e.toString(), ExitCode.SOFTWARE);
    }
    if (e instanceof BenchException
        || e instanceof ModelFormatException
        || e instanceof OrtException) {
      return fail(program, String.valueOf(e.getMessage()), ExitCode.SOFTWARE);
    }
    throw e;
  }

  private static int fail(CommandLine program, String message, int status) {
    program
        .getErr()
        .println(program.getCommandName() + ": " + message.lines().findFirst().orElse(""));
    return status;
  }
}
