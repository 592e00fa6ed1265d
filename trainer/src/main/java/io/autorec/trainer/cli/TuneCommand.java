package io.autorec.trainer.cli;

import io.autorec.model.Orientation;
import io.autorec.model.files.AtomicFile;
import io.autorec.trainer.cli.console.StopSignal;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.matrix.SplitMethod;
import io.autorec.trainer.tuning.Candidate;
import io.autorec.trainer.tuning.Tuning;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

/** {@code autorec-trainer tune RATINGS}. */
@Command(
    name = "tune",
    sortOptions = false,
    header = "Searches for better options on a validation part.",
    description =
        "Trains candidates on 90%% of the ratings that train would not test on, and compares them on the "
            + "other 10%%: the test ratings are never looked at. Starts from the defaults; nine candidates are "
            + "drawn at random, trained for a ninth of the epochs, the best three for a third, the best one for "
            + "all, and so on until the time is up. The winner is written as a file for --config. Ctrl-C ends "
            + "the search and keeps what was found.",
    mixinStandardHelpOptions = true)
final class TuneCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RATINGS", arity = "0..*", description = "Ratings files, as for train.")
  private List<Path> ratings = List.of();

  @Option(
      names = "--orientation",
      paramLabel = "item|user",
      description = "What to tune for. Default: ${DEFAULT-VALUE}.")
  private Orientation orientation = Orientation.ITEM;

  @Option(
      names = "--split",
      paramLabel = "random|time",
      description =
          "Which ratings are held out, as for train, so that its test ratings are left alone. "
              + "Default: ${DEFAULT-VALUE}.")
  private SplitMethod split = SplitMethod.RANDOM;

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
      description = "Epochs of a full training. Default: ${DEFAULT-VALUE}.")
  private int epochs = 60;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "Seed of the split, the candidates and the training. Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the best options are written. Default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("recipe.conf");

  @Mixin private ReadingOptions reading = new ReadingOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    check();
    PrintWriter console = spec.commandLine().getOut();
    Tuning tuning =
        new Tuning(
            reading.source(ratings),
            reading.toOptions(),
            split,
            orientation,
            Duration.ofNanos((long) (minutes * 60e9)),
            epochs,
            seed);
    StopSignal stop = StopSignal.listenWhenAsked();
    Optional<Tuning.Best> best = tuning.run(stop::isStopped, new TrialLines(console));
    if (best.isEmpty()) {
      console.println("stopped before anything was found");
      return stop.exitStatus();
    }
    write(best.get());
    console.printf(
        "validation RMSE %.4f, defaults %.4f; to train with it: train %s --config %s%n",
        best.get().rmse(),
        best.get().defaultRmse(),
        ratings.isEmpty()
            ? "--jdbc ... --query ..."
            : ratings.stream().map(Path::toString).collect(Collectors.joining(" ")),
        out);
    return stop.isStopped() ? stop.exitStatus() : 0;
  }

  private void write(Tuning.Best best) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("# Found by autorec-trainer tune on " + best.fileName() + ", for train --config.");
    lines.add(
        String.format(
            Locale.ROOT,
            "# Validation RMSE %.4f; the default options came to %.4f.",
            best.rmse(),
            best.defaultRmse()));
    lines.add("orientation = " + orientation.label());
    lines.add("epochs = " + epochs);
    if (best.candidate() != null) {
      best.candidate().options().forEach((name, value) -> lines.add(name + " = " + value));
    }
    AtomicFile.write(out, String.join("\n", lines) + "\n");
  }

  private void check() throws IOException {
    if (!(minutes > 0 && Double.isFinite(minutes))) {
      throw new InputException("--minutes: " + minutes + " (expected: a number > 0)");
    }
    if (epochs < 1) {
      throw new InputException("--epochs: " + epochs + " (expected: a number > 0)");
    }
    Path folder = out.toAbsolutePath().getParent();
    if (folder == null
        || !Files.isWritable(folder)
        || (Files.exists(out) && !Files.isRegularFile(out))) {
      throw new InputException(
          "--out: " + out + " (expected: a file in a folder that can be written)");
    }
    for (Path one : ratings) {
      if (Files.exists(out) && Files.exists(one) && Files.isSameFile(out, one)) {
        throw new InputException("--out: " + out + " holds the ratings (expected: another file)");
      }
    }
  }

  /** Prints a line for each trial. */
  private record TrialLines(PrintWriter console) implements Tuning.Listener {
    @Override
    public void onTrial(
        @Nullable Candidate candidate, int trialEpochs, double rmse, double seconds) {
      console.printf(
          Locale.ROOT,
          "%3d %-6s  validation RMSE %.4f  %3.0f s  %s%n",
          trialEpochs,
          trialEpochs == 1 ? "epoch" : "epochs",
          rmse,
          seconds,
          candidate == null ? "the default options" : candidate.options());
      console.flush();
    }

    @Override
    public void onBest(Candidate candidate, double rmse) {
      console.printf("best so far: validation RMSE %.4f with %s%n", rmse, candidate.options());
    }
  }
}
