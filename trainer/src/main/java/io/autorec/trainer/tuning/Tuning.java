package io.autorec.trainer.tuning;

import io.autorec.model.Orientation;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.matrix.RatingSplit;
import io.autorec.trainer.matrix.SplitMethod;
import io.autorec.trainer.network.Centering;
import io.autorec.trainer.network.OutputActivation;
import io.autorec.trainer.ratings.RatingTable;
import io.autorec.trainer.ratings.RatingsFile;
import io.autorec.trainer.ratings.ReadOptions;
import io.autorec.trainer.run.Experiment;
import io.autorec.trainer.run.PreparedData;
import io.autorec.trainer.settings.DefaultRecipe;
import io.autorec.trainer.settings.RecipeChoice;
import io.autorec.trainer.settings.TrainingSettings;
import io.autorec.trainer.source.RatingsSource;
import io.autorec.trainer.training.DivergedException;
import io.autorec.trainer.training.Trainer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Searches for settings with a lower validation RMSE than the defaults. The test ratings that
 * {@code train} would hold out are never looked at.
 *
 * @param ratings where the ratings come from
 * @param reading how to read it
 * @param split which ratings are held out
 * @param orientation what a row is
 * @param time when to stop; the defaults are tried in any case
 * @param epochs of a full training
 * @param seed of the split, the candidates and the training
 */
public record Tuning(
    RatingsSource ratings,
    ReadOptions reading,
    SplitMethod split,
    Orientation orientation,
    Duration time,
    int epochs,
    long seed) {
  private static final double TEST_RATIO = 0.1;
  private static final double VALIDATION_RATIO = 0.1;
  private static final int CANDIDATES = 9;

  /** Receives the progress. A null candidate stands for the defaults. */
  public interface Listener {
    /** A candidate was trained for some epochs. */
    void onTrial(@Nullable Candidate candidate, int epochs, double rmse, double seconds);

    /** A candidate is the best so far. */
    void onBest(Candidate candidate, double rmse);
  }

  /**
   * The end of a search.
   *
   * @param fileName of the ratings
   * @param candidate the best; null for the defaults
   * @param rmse its validation RMSE
   * @param defaultRmse the validation RMSE of the defaults
   */
  public record Best(
      String fileName, @Nullable Candidate candidate, double rmse, double defaultRmse) {}

  /** Searches until the time is up; empty if it was stopped before the defaults were tried. */
  public Optional<Best> run(BooleanSupplier stop, Listener listener) {
    RatingsFile file = split.read(ratings, reading).requireRatings();
    RatingTable table = file.table();
    RatingSplit all = split.split(file, TEST_RATIO, VALIDATION_RATIO, seed);
    RatingSplit parts = new RatingSplit(all.training(), all.validation(), new int[0]);
    RatingMatrix training = RatingMatrix.of(table, parts.training(), orientation);
    long deadline = System.nanoTime() + time.toNanos();
    OptionalDouble start = trial(file, parts, null, epochs, stop, listener);
    if (start.isEmpty()) {
      return Optional.empty();
    }
    Best best = new Best(file.fileName(), null, start.getAsDouble(), start.getAsDouble());
    SuccessiveHalving<Candidate> halving =
        new SuccessiveHalving<>(
            epochs,
            (candidate, round) ->
                System.nanoTime() >= deadline
                    ? OptionalDouble.empty()
                    : trial(file, parts, candidate, round, stop, listener));
    Random random = new Random(seed);
    while (System.nanoTime() < deadline && !stop.getAsBoolean()) {
      for (SuccessiveHalving.Finalist<Candidate> finalist :
          halving.run(candidates(training, random))) {
        if (finalist.loss() < best.rmse) {
          best =
              new Best(file.fileName(), finalist.candidate(), finalist.loss(), start.getAsDouble());
          listener.onBest(finalist.candidate(), finalist.loss());
        }
      }
    }
    return Optional.of(best);
  }

  private List<Candidate> candidates(RatingMatrix training, Random random) {
    Centering preferred = DefaultRecipe.centering(orientation, OutputActivation.IDENTITY, training);
    Centering other = preferred == Centering.BIAS ? Centering.NONE : Centering.BIAS;
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < CANDIDATES; i++) {
      Centering centering = random.nextInt(3) > 0 ? preferred : other;
      double lambda = DefaultRecipe.weightDecay(orientation, centering, training);
      candidates.add(Candidate.draw(lambda, centering, random));
    }
    return candidates;
  }

  /** The validation RMSE after some epochs, infinite if training diverged; empty if stopped. */
  private OptionalDouble trial(
      RatingsFile file,
      RatingSplit parts,
      @Nullable Candidate candidate,
      int trialEpochs,
      BooleanSupplier stop,
      Listener listener) {
    TrainingSettings start =
        TrainingSettings.builder()
            .orientation(orientation)
            .recipe(RecipeChoice.FIXED)
            .epochs(trialEpochs)
            .patience(trialEpochs)
            .seed(seed)
            .build();
    TrainingSettings settings = candidate == null ? start : candidate.applyTo(start);
    long started = System.nanoTime();
    double rmse;
    try {
      Optional<Experiment> experiment =
          Experiment.run(
              PreparedData.of(file.table(), file.scale().scale(), parts, settings),
              stop,
              Trainer.Listener.NONE);
      if (experiment.isEmpty()) {
        return OptionalDouble.empty();
      }
      rmse = Objects.requireNonNull(experiment.get().validationRmse(), "no validation part");
    } catch (DivergedException e) {
      rmse = Double.POSITIVE_INFINITY;
    }
    listener.onTrial(candidate, trialEpochs, rmse, (System.nanoTime() - started) / 1e9);
    return OptionalDouble.of(rmse);
  }
}
