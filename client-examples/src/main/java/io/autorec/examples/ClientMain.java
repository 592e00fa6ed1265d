package io.autorec.examples;

import io.autorec.examples.calls.Retry;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.LongSupplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;

/**
 * The examples' command line. Exit status: 0 when the server answered, 1 when the call failed, 2
 * when the command line is wrong or names a file that cannot be used.
 */
@Command(
    name = "autorec-client",
    description = "Asks an AutoRec server for recommendations and predicted ratings.",
    versionProvider = ClientMain.Version.class,
    synopsisSubcommandLabel = "recommend|recommend-all|predict")
public final class ClientMain {

  /** Room for a vocabulary with titles; gRPC's default is 4 MiB. */
  private static final int MAX_ANSWER_BYTES = 64 << 20;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print which version this is.")
  boolean version;

  private ClientMain() {}

  /** The version from the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = ClientMain.class.getPackage().getImplementationVersion();
      return new String[] {"autorec-client " + Objects.requireNonNullElse(version, "development")};
    }
  }

  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(
        run(
            args,
            new Outside(
                ClientMain::open, new Retry(Retry.SLEEP), Interrupts::ofProcess, System::nanoTime),
            out,
            err));
  }

  static int run(String[] args, Outside outside, PrintWriter out, PrintWriter err) {
    IParameterExceptionHandler usageError =
        (exception, arguments) -> {
          String message = Objects.requireNonNullElse(exception.getMessage(), "bad usage");
          err.println("error: " + message.lines().findFirst().orElse(message));
          return CommandLine.ExitCode.USAGE;
        };
    return new CommandLine(new ClientMain())
        .addSubcommand(new RecommendCommand(outside.channels(), outside.retry()))
        .addSubcommand(new RecommendAllCommand(outside))
        .addSubcommand(new PredictCommand(outside.channels(), outside.retry()))
        .setOut(out)
        .setErr(err)
        .setParameterExceptionHandler(usageError)
        .setExecutionExceptionHandler(
            (exception, command, parsed) -> {
              if (exception instanceof StatusRuntimeException failure) {
                FailureMessage.of(failure).forEach(err::println);
                return CommandLine.ExitCode.SOFTWARE;
              }
              throw exception;
            })
        .execute(args);
  }

  static ManagedChannel open(CallOptions options) {
    try {
      return Grpc.newChannelBuilder(options.target(), options.credentials())
          .maxInboundMessageSize(MAX_ANSWER_BYTES)
          .build();
    } catch (IllegalArgumentException e) {
      throw options.mistake("--target: \"" + options.target() + "\" (expected: HOST:PORT)");
    }
  }

  /**
   * The world outside the commands, which a test replaces.
   *
   * @param channels to the server that options name
   * @param retry when to call again
   * @param interrupts Ctrl-C
   * @param nanoTime the clock that progress goes by
   */
  record Outside(
      Function<CallOptions, ManagedChannel> channels,
      Retry retry,
      Interrupts interrupts,
      LongSupplier nanoTime) {}
}
