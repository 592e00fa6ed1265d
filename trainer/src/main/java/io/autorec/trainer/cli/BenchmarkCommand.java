package io.autorec.trainer.cli;

import io.autorec.trainer.benchmark.BenchmarkTable;
import io.autorec.trainer.benchmark.Measurement;
import io.autorec.trainer.benchmark.Published;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.matrix.GivenSplit;
import io.autorec.trainer.matrix.RatingSplit;
import io.autorec.trainer.ratings.RatingTable;
import io.autorec.trainer.ratings.RatingsFile;
import io.autorec.trainer.ratings.RatingsReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
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
    header = "Measures recipes over several splits, beside the published numbers.",
    description =
        "The paper's protocol: for each of several seeds, a random tenth of the ratings is held out, the "
            + "network is trained on all others for a fixed number of epochs, and the last epoch is "
            + "measured: nothing is chosen on the test ratings. Options are to be chosen beforehand, on a "
            + "validation part (see tune). Ctrl-C stops; the same command goes on from there.",
    footer = {
      "",
      "Recipes: item, user: the defaults. item-networks-4, user-networks-4: means of four networks.",
      "item-mix, item-mix-networks-2: one or two networks on raw ratings and as many centred by bias.",
      "paper-item, paper-user: the paper's network. f-...-g-...: its table of activations."
    },
    mixinStandardHelpOptions = true)
final class BenchmarkCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RATINGS", description = "A ratings file, as for train.")
  private Path ratings = Path.of("");

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
      defaultValue = "5",
      description = "How many splits, each with a seed of its own. Default: ${DEFAULT-VALUE}.")
  private int splits;

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
      defaultValue = "0.1",
      description = "Share of the ratings to test on. Default: ${DEFAULT-VALUE}.")
  private double testRatio;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of the first split; the others follow. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "benchmark",
      description =
          "Where benchmark.json, .txt and .html are written, after every measurement. "
              + "Default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("");

  @Mixin private ReadingOptions reading = new ReadingOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  private record Job(Recipe recipe, long seed) {}

  @Override
  public Integer call() throws IOException {
    check();
    PrintWriter console = spec.commandLine().getOut();
    List<Job> jobs = jobs();
    RatingsFile file = RatingsReader.read(ratings, reading.toOptions());
    GivenSplit given = null;
    String key = file.sha256();
    if (test != null) {
      RatingsFile testFile = RatingsReader.read(test, reading.toOptions());
      given = GivenSplit.of(file.table(), testFile.table());
      key += " " + testFile.sha256();
    }
    RatingTable table = given == null ? file.table() : given.table();
    List<Measurement> earlier = BenchmarkTable.read(out);
    List<Measurement> done = new ArrayList<>();
    StopSignal stop = StopSignal.listen();
    try (BenchmarkProgress progress = new BenchmarkProgress(console, jobs.size())) {
      for (Job job : jobs) {
        RatingSplit split =
            given == null
                ? RatingSplit.random(table.size(), testRatio, 0, job.seed)
                : given.split();
        Fitting fitting = Fitting.of(table, split, job.recipe.options(job.seed));
        String jobKey = key + " " + testRatio + " " + fitting.orientation() + " " + fitting.hyper();
        Measurement measured = find(earlier, jobKey);
        if (measured == null) {
          measured =
              Experiment.measure(job.recipe.name(), jobKey, fitting, stop, progress).orElse(null);
        }
        if (measured == null) {
          console.println("stopped; the same command goes on from here (state in " + out + ")");
          return stop.exitStatus();
        }
        done.add(measured);
        BenchmarkTable results = results(table.size(), file, done);
        results.write(out);
        progress.measured(measured);
      }
    }
    console.println();
    console.print(results(table.size(), file, done).text());
    return 0;
  }

  private BenchmarkTable results(int size, RatingsFile file, List<Measurement> done) {
    String protocol =
        test == null
            ? String.format(
                Locale.ROOT,
                "Random splits of single ratings, %.0f%% to test on; mean and 95%% interval over the"
                    + " splits; last epoch, options fixed beforehand.",
                100 * testRatio)
            : "Tested on "
                + test.getFileName()
                + "; mean and 95% interval over seeds; last epoch, options fixed beforehand.";
    return new BenchmarkTable(
        file.fileName() + ": " + size + " ratings", protocol, Published.comparable(size), done);
  }

  private static @Nullable Measurement find(List<Measurement> measurements, String key) {
    Optional<Measurement> found =
        measurements.stream().filter(measurement -> measurement.key().equals(key)).findFirst();
    return found.orElse(null);
  }

  /** Split by split, so that a stopped benchmark has something of every recipe. */
  private List<Job> jobs() {
    List<Recipe> chosen = recipes.stream().map(Recipe::of).toList();
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < splits; i++) {
      for (Recipe recipe : chosen) {
        jobs.add(new Job(recipe, seed + i));
      }
    }
    return jobs;
  }

  private void check() {
    if (splits < 1) {
      throw new InputException("--splits: " + splits + " (expected: >= 1)");
    }
    if (!(testRatio > 0 && testRatio < 1)) {
      throw new InputException("--test-ratio: " + testRatio + " (expected: between 0 and 1)");
    }
  }
}
