package io.autorec.trainer.cli;

import io.autorec.trainer.benchmark.Benchmark;
import io.autorec.trainer.benchmark.BenchmarkTable;
import io.autorec.trainer.benchmark.Recipe;
import io.autorec.trainer.cli.console.BenchmarkProgress;
import io.autorec.trainer.cli.console.StopSignal;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.matrix.SplitMethod;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code autorec-trainer benchmark RATINGS}. */
@Command(
    name = "benchmark",
    sortOptions = false,
    header = "Measures recipes over several splits, beside published numbers.",
    description =
        "For each of several seeds, a random tenth of the ratings is held out, to test on: nothing is "
            + "chosen on it. item, user and files of options do what train does, with a validation part of the "
            + "other ratings. Recipes with recipe = fixed follow the paper's protocol: all other ratings, a "
            + "fixed number of epochs, and the last epoch; choose their options beforehand, on a validation "
            + "part (see tune). Lists of 10 by the ranking head are measured, too, fitted to the same ratings. "
            + "On interactions without ratings, lists are measured alone, as train makes them, and recipes do "
            + "nothing. Ctrl-C stops; the same command goes on from there.",
    footer = {
      "",
      "Recipes: item, user: as train, with a validation part to choose by.",
      "item-networks-2, item-networks-4, user-networks-2: with so many networks of each kind.",
      "item-fixed, user-fixed: --recipe fixed.",
      "paper-item, paper-user: the paper's network. f-...-g-...: its table of activations."
    },
    mixinStandardHelpOptions = true)
final class BenchmarkCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RATINGS", arity = "0..*", description = "Ratings files, as for train.")
  private List<Path> ratings = List.of();

  @Option(
      names = "--recipes",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "item,user",
      description =
          "What to measure, with commas between: names (see the end), or files of options as for --config. "
              + "Default: ${DEFAULT-VALUE}.")
  private List<String> recipes = List.of();

  @Option(
      names = "--splits",
      paramLabel = "N",
      description = "How many splits, each with a seed of its own. Default: ${DEFAULT-VALUE}.")
  private int splits = 5;

  @Option(
      names = "--split",
      paramLabel = "random|time",
      description =
          "Which ratings are held out: any, or the latest; --splits then only repeats the training from other "
              + "seeds. Default: ${DEFAULT-VALUE}.")
  private SplitMethod split = SplitMethod.RANDOM;

  @Option(
      names = "--test",
      paramLabel = "FILE",
      description =
          "Ratings to test on, in place of a random part of RATINGS; --splits then only repeats the "
              + "training from other seeds.")
  private @Nullable Path test;

  @Option(
      names = "--test-ratio",
      paramLabel = "SHARE",
      description = "Share of the ratings to test on; not with --test. Default: 0.1.")
  private @Nullable Double testRatio;

  @Option(
      names = "--no-ranking",
      description =
          "Measure errors alone: fit no ranking head, which takes some seconds a split, and rank no lists.")
  private boolean noRanking;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the first split; the others follow. Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Where benchmark.json, .txt and .html are written, after every measurement. "
              + "Default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("benchmark");

  @Mixin private ReadingOptions reading = new ReadingOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    if (test != null && testRatio != null) {
      throw new InputException(
          "--test-ratio: %s with --test %s (expected: one of the two)".formatted(testRatio, test));
    }
    PrintWriter console = spec.commandLine().getOut();
    Benchmark benchmark =
        new Benchmark(
            reading.source(ratings),
            reading.toOptions(),
            recipes.stream().map(BenchmarkCommand::recipe).toList(),
            splits,
            split,
            test == null ? null : reading.files(List.of(test)),
            testRatio == null ? 0.1 : testRatio,
            !noRanking,
            seed,
            out);
    StopSignal stop = StopSignal.listenWhenAsked();
    Optional<BenchmarkTable> results;
    try (BenchmarkProgress progress = new BenchmarkProgress(console)) {
      results = benchmark.run(stop::isStopped, progress);
      if (results.isEmpty()) {
        console.println("stopped; the same command goes on from here (state in " + out + ")");
        return stop.exitStatus();
      }
    }
    console.println();
    console.print(results.get().text());
    return 0;
  }

  /** A recipe by its name, or by the name of a file of options. */
  private static Recipe recipe(String word) {
    Path file = Path.of(word);
    Optional<Recipe> known = Recipe.named(word);
    if (known.isEmpty() && !Files.isRegularFile(file)) {
      throw new InputException(
          "--recipes: \"%s\" (expected: a file of options, or one of %s)"
              .formatted(
                  word, Recipe.KNOWN.stream().map(Recipe::name).collect(Collectors.joining(", "))));
    }
    return known.orElseGet(
        () -> new Recipe(String.valueOf(file.getFileName()), ConfigFile.trainingSettings(file)));
  }
}
