package io.autorec.trainer.cli;

import io.autorec.model.RatingScale;
import io.autorec.trainer.evaluation.BiasBaseline;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.matrix.RatingSplit;
import io.autorec.trainer.ratings.InputException;
import io.autorec.trainer.ratings.RatingTable;
import io.autorec.trainer.ratings.RatingsFile;
import io.autorec.trainer.ratings.RatingsReader;
import io.autorec.trainer.ratings.TitlesReader;
import io.autorec.trainer.recipe.HyperParameters;
import io.autorec.trainer.recipe.RowTransform;
import io.autorec.trainer.training.Checkpoint;
import io.autorec.trainer.training.Trainer;
import io.autorec.trainer.training.TrainingDevice;
import io.autorec.trainer.training.TrainingState;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code autorec-trainer train RATINGS}: the run, top to bottom. */
@Command(
    name = "train",
    sortOptions = false,
    description = {
      "Trains on a ratings file and publishes <out>/<name>/<version>/. Single ratings are held out at",
      "random to choose the epoch (validation) and to measure the result (test); the model never sees",
      "them. Ctrl-C stops after the running batch; --resume goes on from there."
    },
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "RATINGS",
      description = {
        "CSV with a header (MovieLens ratings.csv), user::item::rating::timestamp lines (ratings.dat), or",
        "tab-separated lines without a header (u.data); each also gzipped. Found by itself."
      })
  private Path ratings = Path.of("");

  @Option(
      names = "--titles",
      paramLabel = "FILE",
      description = "Titles of the items: movies.csv, movies.dat or u.item.")
  private @Nullable Path titles;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "models",
      description = "The model repository. Default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("");

  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = "autorec",
      description = "The model's name: letters, digits, '.', '_', '-'. Default: ${DEFAULT-VALUE}.")
  private String name = "";

  @Option(
      names = "--model-version",
      paramLabel = "N",
      description = "The version to publish. Default: the next free one.")
  private @Nullable Integer modelVersion;

  @Mixin private TrainingOptions training = new TrainingOptions();

  @Option(
      names = "--test-ratio",
      paramLabel = "SHARE",
      defaultValue = "0.1",
      description = "Share of the ratings to test on; 0 for none. Default: ${DEFAULT-VALUE}.")
  private double testRatio;

  @Option(
      names = "--validation-ratio",
      paramLabel = "SHARE",
      defaultValue = "0.02",
      description = {
        "Share of the remaining ratings to choose the epoch on. Default: ${DEFAULT-VALUE}."
      })
  private double validationRatio;

  @Option(
      names = "--device",
      paramLabel = "auto|cpu|cuda",
      defaultValue = "auto",
      description =
          "Where to train; auto takes CUDA when it is really there. Default: ${DEFAULT-VALUE}.")
  private String device = "";

  @Option(names = "--resume", description = "Go on with the stopped run of this name.")
  private boolean resume;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Options from a file, a line each: epochs = 60.")
  @SuppressWarnings("UnusedVariable") // Read by ConfigFile before the options are parsed.
  private @Nullable Path config;

  @Mixin private ReadingOptions reading = new ReadingOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    check();
    PrintWriter console = spec.commandLine().getOut();
    TrainingDevice chosen = chooseDevice();
    RatingsFile file = RatingsReader.read(ratings, reading.toOptions());
    RatingTable table =
        titles == null ? file.table() : file.table().withItemTitles(TitlesReader.read(titles));
    RatingSplit split = RatingSplit.random(table.size(), testRatio, validationRatio, training.seed);
    RatingMatrix fitted = RatingMatrix.of(table, split.training(), training.orientation);
    RatingMatrix validation = RatingMatrix.of(table, split.validation(), training.orientation);
    RatingMatrix test = RatingMatrix.of(table, split.test(), training.orientation);
    HyperParameters hyper = training.toHyperParameters(fitted);
    BiasBaseline baseline = BiasBaseline.fit(fitted);
    RowTransform transform =
        new RowTransform(
            hyper.centering(),
            scaleOf(table),
            baseline.globalMean(),
            baseline.columnBiases(),
            fitted.coldColumns(),
            BiasBaseline.DAMPING);
    TrainingRun run =
        new TrainingRun(
            file, table, split, training.orientation, hyper, testRatio, validationRatio, chosen);
    run.describe(console);

    Path checkpoint = out.resolve("." + name + ".checkpoint");
    StopSignal stop = StopSignal.listen();
    try (Trainer trainer = trainer(run, chosen, hyper, transform, fitted, validation, checkpoint)) {
      boolean finished;
      try (Progress progress = new Progress(console, hyper.epochs())) {
        finished = trainer.run(stop::isStopped, progress);
      }
      if (!finished) {
        Checkpoint.write(checkpoint, run.fingerprint(), trainer.state());
        console.println(
            "stopped; nothing was published. To go on: the same command with --resume (state in "
                + checkpoint
                + ")");
        return stop.exitStatus();
      }
      Publication publication = new Publication(run, transform, trainer, fitted, test, baseline);
      publication.publish(out.resolve(name), version(), console);
      Files.deleteIfExists(checkpoint);
      return 0;
    } catch (FileAlreadyExistsException e) {
      throw new InputException(
          "--model-version: " + e.getMessage() + " exists (expected: a version that does not)");
    }
  }

  private OptionalInt version() {
    return modelVersion == null ? OptionalInt.empty() : OptionalInt.of(modelVersion);
  }

  private Trainer trainer(
      TrainingRun run,
      TrainingDevice chosen,
      HyperParameters hyper,
      RowTransform transform,
      RatingMatrix fitted,
      RatingMatrix validation,
      Path checkpoint) {
    TrainingState resumed = null;
    if (resume) {
      try {
        resumed = Checkpoint.read(checkpoint, run.fingerprint());
      } catch (IOException e) {
        throw new InputException("--resume: " + e.getMessage());
      }
    }
    try {
      return new Trainer(chosen, hyper, transform, fitted, validation, resumed);
    } catch (IllegalArgumentException e) {
      throw new InputException(String.valueOf(e.getMessage()));
    }
  }

  private TrainingDevice chooseDevice() {
    try {
      return TrainingDevice.choose(device);
    } catch (IllegalArgumentException e) {
      throw new InputException(String.valueOf(e.getMessage()));
    }
  }

  private void check() throws IOException {
    training.check();
    if (!(testRatio >= 0 && testRatio < 1)) {
      throw new InputException("--test-ratio: " + testRatio + " (expected: from 0 to below 1)");
    }
    if (!(validationRatio > 0 && validationRatio < 1)) {
      throw new InputException(
          "--validation-ratio: " + validationRatio + " (expected: between 0 and 1)");
    }
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      throw new InputException(
          "--name: \"" + name + "\" (expected: letters, digits, '.', '_' and '-')");
    }
    if (modelVersion != null && modelVersion < 1) {
      throw new InputException("--model-version: " + modelVersion + " (expected: >= 1)");
    }
    if (modelVersion != null && Files.exists(out.resolve(name).resolve("" + modelVersion))) {
      throw new InputException(
          "--model-version: " + modelVersion + " exists in " + out.resolve(name));
    }
    try {
      Files.createDirectories(out);
      Files.delete(Files.createTempFile(out, ".writable-", ""));
    } catch (IOException e) {
      throw new InputException("--out: " + out + " cannot be written to (" + e + ")");
    }
  }

  private static RatingScale scaleOf(RatingTable table) {
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < table.size(); i++) {
      min = Math.min(min, table.rating(i));
      max = Math.max(max, table.rating(i));
    }
    return new RatingScale(min, max);
  }
}
