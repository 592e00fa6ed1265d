package io.autorec.bench.serve;

import ai.onnxruntime.OrtException;
import com.google.protobuf.MessageLite;
import io.autorec.bench.load.BenchException;
import io.autorec.bench.load.Client;
import io.autorec.bench.load.Kind;
import io.autorec.bench.load.ModelVersion;
import io.autorec.bench.load.Workload;
import io.autorec.bench.options.Bounds;
import io.autorec.bench.options.ModelArguments;
import io.autorec.model.ModelFormatException;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The program {@code answers}: sends two servers the same requests and compares the answers. */
@Command(
    name = "answers",
    description =
        "Sends two servers of one model the same requests, say one with --device cuda and one with --device cpu, and"
            + " prints the greatest difference of their answers. Exit status 1 where it is above --within.",
    sortOptions = false)
public final class Answers implements Callable<Integer> {
  private static final int RATINGS = 150;

  /** Its warnings repeat the status of a call, with a stack trace. */
  private static final Logger grpc = Logger.getLogger("io.grpc");

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ModelArguments model = new ModelArguments();

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

  @Override
  public Integer call()
      throws BenchException, ModelFormatException, OrtException, IOException, InterruptedException {
    Bounds.check(spec, "--calls", calls, 1, Integer.MAX_VALUE);
    if (!(within >= 0)) {
      throw new ParameterException(
          spec.commandLine(), "--within: " + within + " (expected: at least 0)");
    }
    grpc.setLevel(Level.OFF);
    ModelVersion version = ModelVersion.open(model.models(), model.name());
    System.out.printf(
        "%-18s %6s %9s %12s %11s %11s%n",
        "kind", "calls", "requests", "difference", "same items", "same order");
    boolean near = true;
    for (Kind kind : kinds) {
      Workload<?, ?> workload = Workload.of(kind, version, Workload.rows(kind, version, RATINGS));
      for (int inFlight : calls) {
        near &= compare(kind, workload, inFlight);
      }
    }
    return near ? 0 : 1;
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
    boolean lists = kind.lists();
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
