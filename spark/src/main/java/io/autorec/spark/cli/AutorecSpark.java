package io.autorec.spark.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program: {@code spark-submit autorec-spark.jar COMMAND}. */
@Command(
    name = "autorec-spark",
    description = "Prepares ratings, writes lists and measures versions on Apache Spark.",
    mixinStandardHelpOptions = true,
    subcommands = {PrepareCommand.class, RecommendCommand.class, EvaluateCommand.class},
    footer = {
      "",
      "Run it by spark-submit:",
      "  spark-submit --master local[*] autorec-spark.jar prepare --input events --output prepared"
    })
public final class AutorecSpark {
  /** Exit status for success. */
  static final int EXIT_DONE = 0;

  /** Exit status for a mistake of the user. */
  static final int EXIT_BAD_INPUT = 2;

  /** Exit status for a fault that is not the user's. */
  static final int EXIT_FAILED = 1;

  private static final int HELP_WIDTH = 100;

  // Held, or else the level would be forgotten with it.
  private static final Logger ONNX_RUNTIME_LOG = Logger.getLogger("ai.onnxruntime.OnnxRuntime");

  private AutorecSpark() {}

  /** Runs the program. In a cluster, Spark takes a normal return for success. */
  public static void main(String[] args) {
    // It prints a stack trace where it cannot unpack its libraries, before it throws.
    ONNX_RUNTIME_LOG.setLevel(Level.OFF);
    int status =
        run(
            new PrintWriter(System.out, true, Charset.defaultCharset()),
            new PrintWriter(System.err, true, Charset.defaultCharset()),
            args);
    if (status != EXIT_DONE) {
      System.exit(status);
    }
  }

  /** Runs the program and returns its exit status. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    CommandLine commandLine = new CommandLine(new AutorecSpark());
    String version = AutorecSpark.class.getPackage().getImplementationVersion();
    commandLine
        .getCommandSpec()
        .version("autorec-spark " + (version == null ? "(not packaged)" : version));
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setUsageHelpWidth(HELP_WIDTH);
    commandLine.setOut(out);
    commandLine.setErr(err);
    commandLine.setParameterExceptionHandler(AutorecSpark::badUsage);
    commandLine.setExecutionExceptionHandler(AutorecSpark::failed);
    if (args.length == 0) {
      commandLine.usage(out);
      return EXIT_BAD_INPUT;
    }
    return commandLine.execute(args);
  }

  private static int badUsage(CommandLine.ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    command
        .getErr()
        .println(
            "%s (see %s --help)"
                .formatted(
                    Failure.oneLine(String.valueOf(e.getMessage())),
                    command.getCommandSpec().qualifiedName()));
    return EXIT_BAD_INPUT;
  }

  private static int failed(Exception e, CommandLine commandLine, CommandLine.ParseResult parsed) {
    Failure failure = Failure.of(e);
    commandLine.getErr().println(failure.message());
    return failure.status();
  }
}
