package io.autorec.trainer.cli;

import io.autorec.trainer.cli.console.ReadingReport;
import io.autorec.trainer.cli.console.StopSignal;
import io.autorec.trainer.cli.console.TrainingConsole;
import io.autorec.trainer.export.WeightType;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.matrix.SplitMethod;
import io.autorec.trainer.publish.OldVersions;
import io.autorec.trainer.run.OutputFolder;
import io.autorec.trainer.run.RunOutcome;
import io.autorec.trainer.run.RunSettings;
import io.autorec.trainer.run.TrainingRun;
import io.autorec.trainer.tracking.MlflowTracking;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code autorec-trainer train RATINGS}. */
@Command(
    name = "train",
    header = "Trains on a ratings file and publishes a model version.",
    sortOptions = false,
    description =
        "Trains on a ratings file and publishes <out>/<name>/<version>/. Single ratings are held out at "
            + "random, or the latest, to choose the epoch (validation) and to measure the result (test); the model "
            + "never sees them. Ctrl-C stops after the running batch; --resume goes on from there. On interactions without "
            + "ratings, such as clicks, it trains no network: it fits what ranks lists by choice.",
    footer = {
      "",
      "Where the variable MLFLOW_TRACKING_URI is an http or https address, the published run is logged to MLflow there, "
          + "in the experiment MLFLOW_EXPERIMENT_NAME (default: Default). MLFLOW_TRACKING_USERNAME and "
          + "MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN, are sent along."
    },
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "RATINGS",
      arity = "0..*",
      description =
          "CSV with a header (MovieLens ratings.csv), user::item::rating::timestamp lines (ratings.dat), or "
              + "tab-separated lines without a header (u.data); each also without ratings, and packed by gzip, zstd "
              + "or bzip2; Parquet; or JSON lines. Found by itself. Several files, a folder of files or a quoted "
              + "pattern ('data/*.csv') are read as one; - is standard input.")
  private List<Path> ratings = List.of();

  @Option(
      names = "--titles",
      paramLabel = "FILE",
      description = "Titles of the items: movies.csv, movies.dat or u.item.")
  private @Nullable Path titles;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The model repository. Default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("models");

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "The model's name: letters, digits, '.', '_', '-'. Default: ${DEFAULT-VALUE}.")
  private String name = "autorec";

  @Option(
      names = "--model-version",
      paramLabel = "N",
      description = "The version to publish. Default: the next free one.")
  private @Nullable Integer modelVersion;

  @Option(
      names = "--keep-versions",
      paramLabel = "N",
      description =
          "After publishing, removes older versions of the model: all but the newest N, those that its serving.json "
              + "names, and those published while this run trained. Default: all are kept.")
  private @Nullable Integer keepVersions;

  @Mixin private TrainingOptions training = new TrainingOptions();

  @Option(
      names = "--split",
      paramLabel = "random|time",
      description =
          "Which ratings are held out. random: any. time: the latest, so that no training rating is later than a "
              + "test rating; new users and items are then common. Default: ${DEFAULT-VALUE}.")
  private SplitMethod split = SplitMethod.RANDOM;

  @Option(
      names = "--test",
      paramLabel = "FILE",
      description =
          "Ratings to test on, in place of a part of RATINGS, which then are all to train and to validate on. "
              + "FILE is read as RATINGS are. A pair of user and item in both is refused.")
  private @Nullable Path test;

  @Option(
      names = "--test-ratio",
      paramLabel = "SHARE",
      description =
          "Share of the ratings to test on; 0 for none. Default: 0.1, and none with --test.")
  private @Nullable Double testRatio;

  @Option(
      names = "--validation-ratio",
      paramLabel = "SHARE",
      description =
          "Share of the remaining ratings to choose the epoch on; 0 to train on them too and take the last "
              + "epoch. Default: 0.02, and up to 0.1 where that is less than 2,000 ratings; 0 for fewer than 20,000 "
              + "interactions.")
  private @Nullable Double validationRatio;

  @Option(
      names = "--quantize",
      paramLabel = "int8",
      description =
          "Publish 8-bit weights, for faster serving, where that raises the validation RMSE by 0.001 at most; "
              + "otherwise the float32 model is published.")
  private WeightType quantize = WeightType.FLOAT32;

  @Option(
      names = "--device",
      paramLabel = "auto|cpu|cuda",
      description =
          "Where to train; auto takes CUDA when it is really there. Default: ${DEFAULT-VALUE}.")
  private String device = "auto";

  @Option(
      names = "--checkpoint-seconds",
      paramLabel = "N",
      description =
          "Keeps the state of the training at least N seconds apart, so that --resume goes on from there after a "
              + "crash; 0: only when it is stopped, and at its end. Default: 300.")
  private int checkpointSeconds = Math.toIntExact(RunSettings.CHECKPOINTS.toSeconds());

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
    PrintWriter printer = spec.commandLine().getOut();
    TrainingConsole console = new TrainingConsole(printer);
    RunSettings settings = settings();
    if (keepVersions != null && keepVersions < 1) {
      throw new InputException("--keep-versions: " + keepVersions + " (expected: at least 1)");
    }
    Optional<MlflowTracking> tracking = MlflowTracking.of(System.getenv(), printer::println);
    TrainingRun run =
        TrainingRun.plan(settings, file -> ReadingReport.print(printer, file), printer::println);
    console.describe(run.plan());
    if (run.plan().isImplicit() && settings.choosesNetwork()) {
      console.describeIgnored();
    }
    OldVersions old = keepVersions == null ? null : OldVersions.of(out.resolve(name), keepVersions);
    StopSignal stop = StopSignal.listen();
    RunOutcome outcome = run.run(stop::isStopped, console);
    console.describe(run.plan(), outcome);
    if (outcome instanceof RunOutcome.Published published) {
      if (old != null) {
        old.remove(printer::println);
      }
      printer.flush();
      tracking.ifPresent(
          mlflow -> mlflow.log(published.report(), published.version(), stop::isStopped));
    }
    return outcome instanceof RunOutcome.Stopped ? stop.exitStatus() : 0;
  }

  private double testRatio() {
    if (test != null && testRatio != null) {
      throw new InputException(
          "--test-ratio: %s with --test %s (expected: one of the two)".formatted(testRatio, test));
    }
    return testRatio == null ? (test == null ? 0.1 : 0) : testRatio;
  }

  private RunSettings settings() {
    return new RunSettings(
        reading.source(ratings),
        reading.toOptions(titles != null),
        titles,
        new OutputFolder(
            out, name, modelVersion == null ? OptionalInt.empty() : OptionalInt.of(modelVersion)),
        training.toSettings(),
        split,
        test == null ? null : reading.files(List.of(test)),
        testRatio(),
        validationRatio,
        quantize,
        device,
        training.threads(),
        Duration.ofSeconds(checkpointSeconds),
        resume);
  }
}
