package io.autorec.trainer.cli;

import io.autorec.trainer.export.WeightType;
import io.autorec.trainer.inference.OnnxRuntime;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.matrix.RatingSplit;
import io.autorec.trainer.ratings.RatingTable;
import io.autorec.trainer.ratings.RatingsFile;
import io.autorec.trainer.ratings.RatingsReader;
import io.autorec.trainer.ratings.TitlesReader;
import io.autorec.trainer.settings.DefaultRecipe;
import io.autorec.trainer.settings.HyperParameters;
import io.autorec.trainer.training.Trainer;
import io.autorec.trainer.training.TrainingDevice;
import io.autorec.trainer.training.TrainingState;
import io.autorec.trainer.training.dense.PyTorch;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Map;
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
    header = "Trains on a ratings file and publishes a model version.",
    sortOptions = false,
    description =
        "Trains on a ratings file and publishes <out>/<name>/<version>/. Single ratings are held out at "
            + "random to choose the epoch (validation) and to measure the result (test); the model never sees "
            + "them. Ctrl-C stops after the running batch; --resume goes on from there.",
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "RATINGS",
      description =
          "CSV with a header (MovieLens ratings.csv), user::item::rating::timestamp lines (ratings.dat), or "
              + "tab-separated lines without a header (u.data); each also gzipped. Found by itself.")
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
      description =
          "Share of the remaining ratings to choose the epoch on; 0 to train on them too and take the last "
              + "epoch. Default: 0.02, and up to 0.1 where that is less than 2,000 ratings.")
  private @Nullable Double validationRatio;

  @Option(
      names = "--quantize",
      paramLabel = "int8",
      defaultValue = "float32",
      description =
          "Publish 8-bit weights, for faster serving, where that raises the validation RMSE by 0.001 at most; "
              + "otherwise the float32 model is published.")
  private WeightType quantize = WeightType.FLOAT32;

  @Option(
      names = "--device",
      paramLabel = "auto|cpu|cuda",
      defaultValue = "auto",
      description =
          "Where to train; auto takes CUDA when it is really there. Default: ${DEFAULT-VALUE}.")
  private String device = "";

  @Option(
      names = "--resume",
      description =
          "Go on with the stopped run of this name, or publish the one that was trained and could not be "
              + "published. One signal stops a run in an orderly way; a second one ends it at once.")
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
    OutputFolder output = new OutputFolder(out, name);
    output.check(version());
    PrintWriter console = spec.commandLine().getOut();
    RatingsFile file = RatingsReader.read(ratings, reading.toOptions());
    RatingTable table =
        titles == null ? file.table() : file.table().withItemTitles(readTitles(titles));
    // What publishing needs, before anything is trained.
    OnnxRuntime.load();
    PyTorch.load();
    TrainingDevice chosen = chooseDevice();
    double validationShare =
        validationRatio == null
            ? DefaultRecipe.validationRatio((int) (table.size() * (1 - testRatio)))
            : validationRatio;
    RatingSplit split = split(table, validationShare);
    Fitting fitting = Fitting.of(table, split, training);
    HyperParameters hyper = fitting.hyper();
    TrainingRun run =
        new TrainingRun(
            file, table, split, training.orientation, hyper, testRatio, validationShare, chosen);
    run.describe(console);
    ModelSize size = ModelSize.of(fitting, table);
    output.requireRoom(size);
    StoredRun stored = StoredRun.of(output, run.fingerprint());
    if (!resume) {
      stored.describe(console);
    }

    StopSignal stop = StopSignal.listen();
    HeapRoom.now().require(size, hyper, chosen, table.size(), resume && stored.isTrained());
    try (Trainer trainer = trainer(chosen, fitting, stored)) {
      boolean kept = trainer.isFinished();
      if (kept) {
        console.println("trained already, in " + trainer.epochs().size() + " epochs");
      } else {
        try (Progress progress = new Progress(console, hyper.epochs(), hyper.allNetworks())) {
          if (!trainer.run(stop::isStopped, progress)) {
            keepStopped(stored, trainer, console);
            return stop.exitStatus();
          }
        }
        kept = keepTrained(stored, trainer, console);
      }
      try {
        new Publication(run, fitting, trainer, quantize)
            .publish(output.model(), version(), console);
      } catch (IOException | RuntimeException | OutOfMemoryError | LinkageError e) {
        throw new UnpublishedException(reason(e), kept ? stored : null, e);
      }
      stored.delete();
      return 0;
    }
  }

  private static Map<String, String> readTitles(Path titles) {
    try {
      return TitlesReader.read(titles);
    } catch (InputException e) {
      throw new InputException("--titles: " + e.getMessage());
    }
  }

  private RatingSplit split(RatingTable table, double validationShare) {
    try {
      return RatingSplit.random(table.size(), testRatio, validationShare, training.seed);
    } catch (InputException e) {
      throw new InputException(
          "--test-ratio: "
              + testRatio
              + (" with --validation-ratio " + validationShare + ": " + e.getMessage()));
    }
  }

  private static void keepStopped(StoredRun stored, Trainer trainer, PrintWriter console)
      throws IOException {
    try {
      stored.write(trainer.state());
    } catch (IOException e) {
      throw new IOException("the run is lost, its state cannot be kept: " + e.getMessage(), e);
    }
    console.println(
        "stopped; nothing was published. To go on: the same command with --resume (state in "
            + stored.file()
            + ")");
  }

  /** Keeps what was trained before anything else can go wrong. */
  private static boolean keepTrained(StoredRun stored, Trainer trainer, PrintWriter console) {
    try {
      stored.write(trainer.state());
      return true;
    } catch (IOException e) {
      console.println(
          "what was trained is not kept while it is published: " + OutputFolder.reason(e));
      return false;
    }
  }

  /** Why it could not be published, in terms of the options. */
  private Failure reason(Throwable e) {
    Failure failure = Failure.of(e);
    if (e instanceof FileAlreadyExistsException && modelVersion != null) {
      return failure.with(
          "--model-version: " + e.getMessage() + " exists (expected: another, or none)");
    }
    return e instanceof IOException io
        ? failure.with("--out " + out + ": " + OutputFolder.reason(io))
        : failure;
  }

  private OptionalInt version() {
    return modelVersion == null ? OptionalInt.empty() : OptionalInt.of(modelVersion);
  }

  private Trainer trainer(TrainingDevice chosen, Fitting fitting, StoredRun stored) {
    TrainingState resumed = resume ? stored.read() : null;
    try {
      return new Trainer(
          chosen,
          training.threads(),
          fitting.hyper(),
          fitting.transform(),
          fitting.training(),
          fitting.validation(),
          resumed);
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

  private void check() {
    training.check();
    if (!(testRatio >= 0 && testRatio < 1)) {
      throw new InputException("--test-ratio: " + testRatio + " (expected: from 0 to below 1)");
    }
    if (validationRatio != null && !(validationRatio >= 0 && validationRatio < 1)) {
      throw new InputException(
          "--validation-ratio: " + validationRatio + " (expected: from 0 to below 1)");
    }
    if (quantize == WeightType.INT8 && validationRatio != null && validationRatio == 0) {
      throw new InputException(
          "--quantize: int8 (expected: float32 with --validation-ratio 0, since the loss is measured on"
              + " validation ratings)");
    }
    if (modelVersion != null && modelVersion < 1) {
      throw new InputException("--model-version: " + modelVersion + " (expected: >= 1)");
    }
  }
}
