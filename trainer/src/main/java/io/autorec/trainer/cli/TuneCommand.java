package io.autorec.trainer.cli;

import io.autorec.model.Orientation;
import io.autorec.trainer.evaluation.EpochResult;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.matrix.RatingSplit;
import io.autorec.trainer.network.Centering;
import io.autorec.trainer.network.OutputActivation;
import io.autorec.trainer.ratings.RatingTable;
import io.autorec.trainer.ratings.RatingsFile;
import io.autorec.trainer.ratings.RatingsReader;
import io.autorec.trainer.settings.DefaultRecipe;
import io.autorec.trainer.training.DivergedException;
import io.autorec.trainer.training.Trainer;
import io.autorec.trainer.tuning.SearchSpace;
import io.autorec.trainer.tuning.SuccessiveHalving;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code autorec-trainer tune RATINGS}. */
@Command(
    name = "tune",
    sortOptions = false,
    header = "Searches for better options on a validation part.",
    description =
        "Trains candidates on 90% of the ratings that train would not test on, and compares them on the "
            + "other 10%: the test ratings are never looked at. Starts from the defaults; nine candidates are "
            + "drawn at random, trained for a ninth of the epochs, the best three for a third, the best one for "
            + "all, and so on until the time is up. The winner is written as a file for --config. Ctrl-C ends "
            + "the search and keeps what was found.",
    mixinStandardHelpOptions = true)
final class TuneCommand implements Callable<Integer> {
  private static final double TEST_RATIO = 0.1;
  private static final double VALIDATION_RATIO = 0.1;
  private static final int CANDIDATES = 9;

  @Parameters(paramLabel = "RATINGS", description = "A ratings file, as for train.")
  private Path ratings = Path.of("");

  @Option(
      names = "--orientation",
      paramLabel = "item|user",
      defaultValue = "item",
      description = "What to tune for. Default: ${DEFAULT-VALUE}.")
  private Orientation orientation = Orientation.ITEM;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "When to stop; the default options are tried in any case. Default: ${DEFAULT-VALUE}.")
  private double minutes;

  @Option(
      names = {"-e", "--epochs"},
      paramLabel = "N",
      defaultValue = "60",
      description = "Epochs of a full training. Default: ${DEFAULT-VALUE}.")
  private int epochs;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Seed of the split, the candidates and the training. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      defaultValue = "recipe.conf",
      description = "Where the best options are written. Default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("");

  @Mixin private ReadingOptions reading = new ReadingOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  private record Best(Map<String, String> options, double rmse) {}

  @Override
  public Integer call() throws IOException {
    check();
    PrintWriter console = spec.commandLine().getOut();
    RatingsFile file = RatingsReader.read(ratings, reading.toOptions());
    RatingTable table = file.table();
    RatingSplit split = RatingSplit.random(table.size(), TEST_RATIO, VALIDATION_RATIO, seed);
    RatingMatrix training = RatingMatrix.of(table, split.training(), orientation);
    StopSignal stop = StopSignal.listen();
    long deadline = System.nanoTime() + (long) (minutes * 60e9);

    Map<String, String> start = new LinkedHashMap<>();
    OptionalDouble startRmse = trial(console, table, split, start, epochs, stop);
    if (startRmse.isEmpty()) {
      console.println("stopped before anything was found");
      return stop.exitStatus();
    }
    Best best = new Best(start, startRmse.getAsDouble());
    SuccessiveHalving<Map<String, String>> halving =
        new SuccessiveHalving<>(
            epochs,
            (candidate, round) ->
                System.nanoTime() >= deadline
                    ? OptionalDouble.empty()
                    : trial(console, table, split, candidate, round, stop));
    Random random = new Random(seed);
    while (System.nanoTime() < deadline && !stop.isStopped()) {
      for (SuccessiveHalving.Finalist<Map<String, String>> finalist :
          halving.run(candidates(training, random))) {
        if (finalist.loss() < best.rmse) {
          best = new Best(finalist.candidate(), finalist.loss());
          console.printf("best so far: validation RMSE %.4f with %s%n", best.rmse, best.options);
        }
      }
    }
    write(file, best, startRmse.getAsDouble());
    console.printf(
        "validation RMSE %.4f, defaults %.4f; to train with it: train %s --config %s%n",
        best.rmse, startRmse.getAsDouble(), ratings, out);
    return stop.isStopped() ? stop.exitStatus() : 0;
  }

  private List<Map<String, String>> candidates(RatingMatrix training, Random random) {
    List<Map<String, String>> candidates = new ArrayList<>();
    for (int i = 0; i < CANDIDATES; i++) {
      Centering centering = random.nextInt(3) > 0 ? preferred(training) : other(training);
      double lambda = DefaultRecipe.weightDecay(orientation, centering, training);
      candidates.add(new SearchSpace(lambda, centering.toString()).draw(random));
    }
    return candidates;
  }

  private Centering preferred(RatingMatrix training) {
    return DefaultRecipe.centering(orientation, OutputActivation.IDENTITY, training);
  }

  private Centering other(RatingMatrix training) {
    return preferred(training) == Centering.BIAS ? Centering.NONE : Centering.BIAS;
  }

  private OptionalDouble trial(
      PrintWriter console,
      RatingTable table,
      RatingSplit split,
      Map<String, String> options,
      int trialEpochs,
      StopSignal stop) {
    List<String> arguments = new ArrayList<>(List.of("--orientation", orientation.label()));
    arguments.addAll(List.of("--epochs", "" + trialEpochs, "--patience", "" + trialEpochs));
    options.forEach((name, value) -> arguments.addAll(List.of("--" + name, value)));
    Fitting fitting = Fitting.of(table, split, new Recipe("candidate", arguments).options(seed));
    long started = System.nanoTime();
    OptionalDouble rmse;
    try {
      rmse =
          Experiment.run(fitting, stop, new Silent(), trainer -> trainer.result().validationRmse())
              .map(OptionalDouble::of)
              .orElse(OptionalDouble.empty());
    } catch (DivergedException e) {
      rmse = OptionalDouble.of(Double.POSITIVE_INFINITY);
    }
    if (rmse.isPresent()) {
      console.printf(
          Locale.ROOT,
          "%3d epochs  validation RMSE %.4f  %3.0f s  %s%n",
          trialEpochs,
          rmse.getAsDouble(),
          (System.nanoTime() - started) / 1e9,
          options.isEmpty() ? "the default options" : options);
      console.flush();
    }
    return rmse;
  }

  private void write(RatingsFile file, Best best, double startRmse) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("# Found by autorec-trainer tune on " + file.fileName() + ", for train --config.");
    lines.add(
        String.format(
            Locale.ROOT,
            "# Validation RMSE %.4f; the default options came to %.4f.",
            best.rmse,
            startRmse));
    lines.add("orientation = " + orientation.label());
    lines.add("epochs = " + epochs);
    best.options.forEach((name, value) -> lines.add(name + " = " + value));
    Path partial = out.resolveSibling(out.getFileName() + ".partial");
    Files.write(partial, lines);
    Files.move(partial, out, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private void check() {
    if (!(minutes > 0 && Double.isFinite(minutes))) {
      throw new InputException("--minutes: " + minutes + " (expected: a number > 0)");
    }
    if (epochs < 1) {
      throw new InputException("--epochs: " + epochs + " (expected: a number > 0)");
    }
    Path folder = out.toAbsolutePath().getParent();
    if (Files.isDirectory(out) || folder == null || !Files.isWritable(folder)) {
      throw new InputException(
          "--out: " + out + " (expected: a file in a folder that can be written)");
    }
  }

  private static final class Silent implements Trainer.Listener {
    @Override
    public void onBatch(int network, int epoch, int done, int total) {}

    @Override
    public void onEpoch(EpochResult result, boolean isBest) {}
  }
}
