package io.autorec.trainer.run;

import io.autorec.trainer.export.WeightType;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.input.InputFiles;
import io.autorec.trainer.matrix.SplitMethod;
import io.autorec.trainer.ratings.ReadOptions;
import io.autorec.trainer.settings.TrainingSettings;
import io.autorec.trainer.source.RatingsSource;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one run: which ratings to read, how to train, where to publish.
 *
 * @param ratings where the ratings come from
 * @param reading how to read it
 * @param titles a file with titles of the items; null for none
 * @param output where to publish
 * @param training how to train
 * @param split which ratings are held out
 * @param test the ratings to test on; null for a part of the others
 * @param testRatio the share of the ratings to test on, in [0, 1); 0 if they are given
 * @param validationRatio the share of the remaining ratings to choose the epoch on, in [0, 1); null
 *     for a share that suits the data
 * @param weights the type of the published weights, if it costs little accuracy
 * @param device {@code auto}, {@code cpu} or {@code cuda}
 * @param threads the threads to train with on the processor; their number changes no bit of the
 *     result
 * @param checkpoints the least time between two states of the run that are kept while it trains;
 *     zero: none is kept
 * @param resume whether to continue the stopped run of the same data and settings
 */
@RecordBuilder
public record RunSettings(
    RatingsSource ratings,
    ReadOptions reading,
    @Nullable Path titles,
    OutputFolder output,
    TrainingSettings training,
    SplitMethod split,
    @Nullable InputFiles test,
    double testRatio,
    @Nullable Double validationRatio,
    WeightType weights,
    String device,
    int threads,
    Duration checkpoints,
    boolean resume) {
  /** The time between two states that are kept, unless another is given. */
  public static final Duration CHECKPOINTS = Duration.ofMinutes(5);

  private static final int MOST_THREADS = 1024;

  public RunSettings {
    requireShare("--test-ratio", testRatio);
    if (test != null && testRatio != 0) {
      throw new InputException(
          "--test-ratio: %s with --test %s (expected: one of the two)"
              .formatted(testRatio, test.name()));
    }
    if (validationRatio != null) {
      requireShare("--validation-ratio", validationRatio);
      if (weights == WeightType.INT8 && validationRatio == 0) {
        throw new InputException(
            "--quantize: int8 (expected: float32 with --validation-ratio 0, since the loss is measured on"
                + " validation ratings)");
      }
    }
    if (checkpoints.isNegative()) {
      throw new InputException(
          "--checkpoint-seconds: " + checkpoints.toSeconds() + " (expected: at least 0)");
    }
    if (threads < 1) {
      throw new InputException("--threads: " + threads + " (expected: a number > 0)");
    }
    if (threads > MOST_THREADS) {
      throw new InputException(
          "--threads: " + threads + " (expected: at most " + MOST_THREADS + ")");
    }
  }

  private static void requireShare(String option, double share) {
    if (!(share >= 0 && share < 1)) {
      throw new InputException(option + ": " + share + " (expected: from 0 to below 1)");
    }
  }

  /**
   * A run on the processor with default settings.
   *
   * @param models the model repository; the model's name is {@code autorec}
   */
  public static RunSettings of(Path ratings, Path models) {
    return RunSettingsBuilder.builder()
        .ratings(InputFiles.of(ratings))
        .reading(ReadOptions.defaults())
        .output(new OutputFolder(models, "autorec", OptionalInt.empty()))
        .training(TrainingSettings.DEFAULTS)
        .split(SplitMethod.RANDOM)
        .testRatio(0.1)
        .weights(WeightType.FLOAT32)
        .device("cpu")
        .threads(Runtime.getRuntime().availableProcessors())
        .checkpoints(CHECKPOINTS)
        .build();
  }

  /** Returns true if a setting is not the default that a run on interactions does not follow. */
  public boolean choosesNetwork() {
    return training.isChosen() || weights != WeightType.FLOAT32 || device.equals("cuda") || resume;
  }

  /** The same run with other training settings. */
  public RunSettings with(TrainingSettings other) {
    return RunSettingsBuilder.builder(this).training(other).build();
  }

  /** The same run, continued where it stopped. */
  public RunSettings resumed() {
    return RunSettingsBuilder.builder(this).resume(true).build();
  }
}
