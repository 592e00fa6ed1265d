package io.autorec.server.launch;

import io.autorec.server.launch.settings.ServerSettings;
import io.autorec.server.launch.settings.StartException;
import io.micronaut.context.ApplicationContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code autorec-server}: serves models until a signal ends it. */
@Command(
    name = "autorec-server",
    description = "Serves AutoRec models over gRPC.",
    sortOptions = false,
    versionProvider = Version.class,
    abbreviateSynopsis = true,
    footer = {
      "",
      "Every option may also be a variable: --max-batch is AUTOREC_MAX_BATCH. An option wins over"
          + " its variable, and a variable over application.yml.",
      "",
      "Examples:",
      "  autorec-server --models models",
      "  autorec-server --models models --metrics-port 9090 --log-format json",
      "  autorec-server --port 50052 health"
    },
    subcommands = {HealthCommand.class, ArchiveCommand.class})
public final class AutorecServer implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger(AutorecServer.class);

  /** Exit status after a mistake of the operator. */
  static final int USAGE = 2;

  private final ApplicationContext context = RunningServer.context(Map.of());
  private final ServerSettings settings = new ServerSettings();

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
    System.exit(command().execute(args));
  }

  /** Makes the command with an option for each setting. */
  static CommandLine command() {
    AutorecServer server = new AutorecServer();
    CommandLine command = new CommandLine(server);
    server.settings.addTo(command.getCommandSpec(), () -> server.context.getEnvironment().start());
    command.setParameterExceptionHandler((e, args) -> refuse(e));
    return command;
  }

  private static int refuse(ParameterException thrown) {
    // A bad variable must not hide the help that explains it.
    Integer helped = CommandLine.executeHelpRequest(thrown.getCommandLine().getParseResult());
    if (helped != null) {
      return helped;
    }
    String why =
        ServerSettings.badValue(thrown)
            .map(Throwable::getMessage)
            .orElse(thrown.getMessage() + " (see --help)");
    thrown.getCommandLine().getErr().println("autorec-server: " + why);
    return USAGE;
  }

  @Override
  public Integer call() throws InterruptedException {
    StopSignals stop = StopSignals.listen();
    try (RunningServer server = start()) {
      stop.await();
      log.info("stopping the server on port {}", server.port());
      return 0;
    } catch (StartException e) {
      System.err.println("autorec-server: " + e.getMessage());
      return USAGE;
    }
  }

  private RunningServer start() throws StartException {
    for (String name : List.of("host", "metrics-host")) {
      OptionSpec given = spec.commandLine().getParseResult().matchedOption("--" + name);
      // A shell's empty variable must not open the port to everybody.
      if (given != null && given.getValue() instanceof String host && host.isEmpty()) {
        throw new StartException(name + ": \"\" (expected: an address, or no --" + name + ")");
      }
    }
    return RunningServer.start(context, settings);
  }

  /** Returns the settings, which are there once the command line has been parsed. */
  ServerSettings settings() {
    return settings;
  }
}
