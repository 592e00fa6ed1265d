package io.autorec.server.launch;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code autorec-server}. */
@Command(
    name = "autorec-server",
    description = "Serves AutoRec models over gRPC.",
    sortOptions = false,
    versionProvider = Version.class,
    abbreviateSynopsis = true,
    footer = "%nEvery flag may also be a variable: --max-batch is AUTOREC_MAX_BATCH.",
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

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Shows which version this is.")
  boolean version;

  @Spec CommandSpec spec = CommandSpec.create();

  /** Runs the command and ends the process with its status. */
  public static void main(String[] args) {
    // gRPC logs by java.util.logging.
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    CommandLine command = new CommandLine(new AutorecServer());
    Flags.addTo(command.getCommandSpec());
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

  private Map<String, Object> flags() throws StartException {
    Map<String, Object> flags = Flags.given(spec.commandLine().getParseResult());
    for (String name : List.of("host", "metrics-host")) {
      // Of an empty variable of a shell: it is not to open the port to all.
      if (flags.get(Flags.PREFIX + "." + name) instanceof String host && host.isBlank()) {
        throw new StartException(
            name + ": \"" + host + "\" (expected: an address, or no --" + name + ")");
      }
    }
    return flags;
  }
}
