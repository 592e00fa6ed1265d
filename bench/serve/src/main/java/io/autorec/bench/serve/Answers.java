package io.autorec.bench.serve;

import ai.onnxruntime.OrtException;
import com.google.protobuf.MessageLite;
import io.autorec.model.ModelFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks two servers the same: how far their answers are apart. */
@Command(
    name = "answers",
    description =
        "Asks two servers of one model the same, say one with --device cuda and one with --device cpu, and prints"
            + " how far their answers are apart. Exit status 1 where they are further than --within.",
    sortOptions = false)
public final class Answers implements Callable<Integer> {
  private static final int USAGE = 2;
  private static final int RATINGS = 150;

  /** It tells the same as the status of a call, with a stack trace. */
  private static final Logger grpc = Logger.getLogger("io.grpc");

  @Parameters(index = "0", paramLabel = "MODELS_DIR", description = "Folder of the models.")
  private Path models = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "MODEL_NAME",
      description = "The model asked; requests are drawn from the ratings of its newest version.")
  private String name = "";

  @Parameters(index = "2", paramLabel = "HOST:PORT", description = "A server, in plain text.")
  private String first = "";

  @Parameters(index = "3", paramLabel = "HOST:PORT", description = "The other.")
  private String second = "";

  @Option(
      names = "--kind",
      split = ",",
      defaultValue = "recommend-user,recommend-ratings,predict",
      description = "What calls ask for (${DEFAULT-VALUE}).")
  private List<Kind> kinds = List.of();

  @Option(
      names = "--calls",
      split = ",",
      defaultValue = "1,64",
      description = "Numbers of calls in flight: more than one are batched (${DEFAULT-VALUE}).")
  private List<Integer> calls = List.of();

  @Option(
      names = "--within",
      paramLabel = "RATING",
      defaultValue = "1e-4",
      description = "The most that two ratings may be apart (${DEFAULT-VALUE}).")
  private double within;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this help.")
  boolean help;

  /** Runs the command and ends the process with its status. */
  public static void main(String[] args) {
    grpc.setLevel(Level.OFF);
    CommandLine command = new CommandLine(new Answers());
    command.setParameterExceptionHandler(
        (e, given) -> {
          command.getErr().println("answers: " + e.getMessage() + " (see --help)");
          return USAGE;
        });
    System.exit(command.execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    if (calls.stream().anyMatch(number -> number < 1) || !(within >= 0)) {
      System.err.println("answers: --calls: at least 1; --within: at least 0");
      return USAGE;
    }
    try {
      ModelVersion model = ModelVersion.open(models, name);
      System.out.printf(
          "%-18s %6s %9s %12s %11s %11s%n",
          "kind", "calls", "requests", "difference", "same items", "same order");
      boolean near = true;
      for (Kind kind : kinds) {
        Workload<?, ?> workload = Workload.of(kind, model, Workload.rows(kind, model, RATINGS));
        for (int inFlight : calls) {
          near &= compare(kind, workload, inFlight);
        }
      }
      return near ? 0 : 1;
    } catch (BenchException | ModelFormatException | OrtException | IOException e) {
      System.err.println("answers: " + e.getMessage());
    }
    return 1;
  }

  private <Q extends MessageLite, A extends MessageLite> boolean compare(
      Kind kind, Workload<Q, A> workload, int inFlight)
      throws BenchException, InterruptedException {
    List<A> some = answers(first, workload, inFlight);
    List<A> others = answers(second, workload, inFlight);
    double greatest = 0;
    int sameItems = 0;
    int sameOrder = 0;
    for (int i = 0; i < some.size(); i++) {
      greatest = Math.max(greatest, workload.difference(some.get(i), others.get(i)));
      List<String> items = workload.items().apply(some.get(i));
      List<String> otherItems = workload.items().apply(others.get(i));
      sameItems += new HashSet<>(items).equals(new HashSet<>(otherItems)) ? 1 : 0;
      sameOrder += items.equals(otherItems) ? 1 : 0;
    }
    boolean lists = kind != Kind.PREDICT;
    System.out.printf(
        "%-18s %6d %9d %12.2e %11s %11s%n",
        kind,
        inFlight,
        some.size(),
        greatest,
        lists ? String.valueOf(sameItems) : "-",
        lists ? String.valueOf(sameOrder) : "-");
    return greatest <= within;
  }

  private static <Q extends MessageLite, A extends MessageLite> List<A> answers(
      String target, Workload<Q, A> workload, int inFlight)
      throws BenchException, InterruptedException {
    try (Client<Q, A> client = new Client<>(target, workload)) {
      return client.answers(inFlight);
    }
  }
}
