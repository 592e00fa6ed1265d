package io.autorec.trainer.cli;

import io.autorec.trainer.input.InputException;
import io.autorec.trainer.publish.TrainerVersion;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program: {@code autorec-trainer}. */
@Command(
    name = "autorec-trainer",
    description = "Trains AutoRec on a ratings file and publishes an ONNX model version.",
    mixinStandardHelpOptions = true,
    subcommands = {
      TrainCommand.class,
      CheckCommand.class,
      EvaluateCommand.class,
      EvaluateNewcomersCommand.class,
      BulkRecommendCommand.class,
      BenchmarkCommand.class,
      TuneCommand.class,
      SampleCommand.class
    },
    footer = {
      "",
      "A first run:",
      "  autorec-trainer sample ratings.csv",
      "  autorec-trainer train ratings.csv --titles titles.csv --out models",
      "  autorec-trainer recommend models/autorec/1 --output recommendations.csv"
    })
public final class AutorecTrainer {
  /**
   * Exit status for a mistake of the user, too little memory, or a disk that is full or cannot be
   * read or written.
   */
  static final int EXIT_BAD_INPUT = 2;

  /** Exit status for a fault that is not the user's. */
  static final int EXIT_FAILED = 1;

  private static final int HELP_WIDTH = 100;

  // Held, or else the level would be forgotten with it.
  private static final Logger ONNX_RUNTIME_LOG = Logger.getLogger("ai.onnxruntime.OnnxRuntime");

  private AutorecTrainer() {}

  /** Runs the program. */
  public static void main(String[] args) {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
    if (System.getenv("DJL_OFFLINE") == null) {
      System.setProperty("ai.djl.offline", "true");
    }
    // Charts are drawn without a screen, also where there is one.
    System.setProperty("java.awt.headless", "true");
    // It prints a stack trace where it cannot unpack its libraries, before it throws.
    ONNX_RUNTIME_LOG.setLevel(Level.OFF);
    Locale.setDefault(Locale.ROOT);
    System.exit(run(args));
  }

  /** Runs the program and returns its exit status. */
  static int run(String... args) {
    CommandLine commandLine = new CommandLine(new AutorecTrainer());
    commandLine.getCommandSpec().version("autorec-trainer " + TrainerVersion.number());
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setParameterExceptionHandler(AutorecTrainer::badUsage);
    commandLine.setExecutionExceptionHandler(AutorecTrainer::failed);
    if (args.length == 0) {
      commandLine.usage(System.out);
      return EXIT_BAD_INPUT;
    }
    try {
      ConfigFile.apply(Objects.requireNonNull(commandLine.getSubcommands().get("train")), args);
    } catch (InputException e) {
      commandLine.getErr().println(e.getMessage());
      return EXIT_BAD_INPUT;
    }
    commandLine.setUsageHelpWidth(HELP_WIDTH);
    // One for all subcommands, so that what went wrong on it is known at the end.
    commandLine.setOut(new PrintWriter(System.out, true, Charset.defaultCharset()));
    try {
      int status = commandLine.execute(args);
      if (commandLine.getOut().checkError()) {
        commandLine.getErr().println("standard output: cannot be written to");
        return EXIT_BAD_INPUT;
      }
      return status;
    } catch (OutOfMemoryError | LinkageError e) {
      Failure failure = Failure.of(e);
      commandLine.getErr().println(failure.message());
      return failure.status();
    }
  }

  private static int badUsage(CommandLine.ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    command
        .getErr()
        .println(
            "%s (see %s --help)"
                .formatted(
                    Failure.oneLine(UsageMessage.of(e)), command.getCommandSpec().qualifiedName()));
    return EXIT_BAD_INPUT;
  }

  private static int failed(Exception e, CommandLine commandLine, CommandLine.ParseResult parsed) {
    Failure failure = Failure.of(e);
    if (failure.isFault() && isEnding()) {
      return failure.status();
    }
    if (failure.isFault()) {
      e.printStackTrace(commandLine.getErr());
    }
    commandLine.getErr().println(failure.message());
    return failure.status();
  }

  /**
   * Returns true if a signal ends the program, before a command listens to signals itself. What
   * fails then is no fault: libraries cannot be loaded any more.
   */
  private static boolean isEnding() {
    Thread hook = new Thread(() -> {});
    try {
      Runtime.getRuntime().addShutdownHook(hook);
      Runtime.getRuntime().removeShutdownHook(hook);
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }
}
