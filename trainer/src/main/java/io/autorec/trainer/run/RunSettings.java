package io.autorec.trainer.run;

import io.autorec.trainer.export.WeightType;
import io.autorec.trainer.ratings.ReadOptions;
import io.autorec.trainer.settings.TrainingSettings;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one run: which files to read, how to train, where to publish.
 *
 * @param ratings the ratings file
 * @param reading how to read it
 * @param titles a file with titles of the items; null for none
 * @param output where to publish
 * @param training how to train
 * @param testRatio the share of the ratings to test on, in [0, 1)
 * @param validationRatio the share of the remaining ratings to choose the epoch on, in [0, 1); null
 *     for a share that suits the data
 * @param weights the type of the published weights, if it costs little accuracy
 * @param device {@code auto}, {@code cpu} or {@code cuda}
 * @param threads the threads to train with on the processor; their number changes no bit of the
 *     result
 * @param resume whether to continue the stopped run of the same data and settings
 */
public record RunSettings(
    Path ratings,
    ReadOptions reading,
    @Nullable Path titles,
    OutputFolder output,
    TrainingSettings training,
    double testRatio,
    @Nullable Double validationRatio,
    WeightType weights,
    String device,
    int threads,
    boolean resume) {

  /**
   * A run on the processor with default settings.
   *
   * @param models the model repository; the model's name is {@code autorec}
   */
  public static RunSettings of(Path ratings, Path models) {
    return new RunSettings(
        ratings,
        ReadOptions.defaults(),
        null,
        new OutputFolder(models, "autorec", OptionalInt.empty()),
        TrainingSettings.DEFAULTS,
        0.1,
        null,
        WeightType.FLOAT32,
        "cpu",
        Runtime.getRuntime().availableProcessors(),
        false);
  }

  /** The same run with other training settings. */
  public RunSettings with(TrainingSettings other) {
    return new RunSettings(
        ratings,
        reading,
        titles,
        output,
        other,
        testRatio,
        validationRatio,
        weights,
        device,
        threads,
        resume);
  }

  /** The same run, continued where it stopped. */
  public RunSettings resumed() {
    return new RunSettings(
        ratings,
        reading,
        titles,
        output,
        training,
        testRatio,
        validationRatio,
        weights,
        device,
        threads,
        true);
  }
}
