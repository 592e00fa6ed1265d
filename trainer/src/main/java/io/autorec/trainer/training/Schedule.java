package io.autorec.trainer.training;

import io.autorec.trainer.evaluation.TrialResult;
import io.autorec.trainer.settings.HyperParameters;
import io.autorec.trainer.settings.HyperParametersBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a run trains, one training after another:
 *
 * <ol>
 *   <li>a network of each kind;
 *   <li>if lambda is chosen, a path of lambdas from each (Friedman, Hastie and Tibshirani, Journal
 *       of Statistical Software 2010, section 2.5): short trainings that start from the best
 *       weights so far. Lambda grows or shrinks by a factor of {@value #FACTOR} as long as the
 *       validation RMSE falls;
 *   <li>the further networks, with the lambdas that were chosen.
 * </ol>
 *
 * <p>It depends on nothing but the settings and the results, so that a resumed run goes the same
 * way.
 */
final class Schedule {
  private static final double FACTOR = 3;

  /** The most trainings of a path. */
  private static final int LONGEST_PATH = 4;

  /** A whole training has this many times the epochs of one on a path. */
  private static final int EPOCHS_RATIO = 8;

  private static final int FEWEST_EPOCHS = 5;

  /** The share of the learning rate that a training on a path starts with. */
  private static final double LEARNING_RATE_SHARE = 0.5;

  private final HyperParameters hyper;
  private final List<Path> paths = new ArrayList<>();
  private final List<TrialResult> results = new ArrayList<>();

  /** The networks that are trained, without those that a path has replaced. */
  private int places;

  /**
   * One training.
   *
   * @param number from 1
   * @param place where its network belongs among all networks, from 0
   * @param hyper the hyper-parameters of this one network
   * @param isWarm whether it starts from the weights at its place, and takes the place if it is
   *     better
   */
  record Training(int number, int place, HyperParameters hyper, boolean isWarm) {}

  /** The path of lambdas of one kind. */
  private static final class Path {
    private double lambda;
    private double best;
    private double factor = FACTOR;
    private int tried;
    private int taken;
    private boolean isAtEnd;

    /**
     * Begins a path.
     *
     * @param rmse the validation RMSE with this lambda; NaN to stay at it
     */
    Path(double lambda, double rmse) {
      this.lambda = lambda;
      this.best = rmse;
      this.isAtEnd = Double.isNaN(rmse) || lambda == 0;
    }

    double next() {
      return lambda * factor;
    }

    /** Takes the result of the next lambda; returns true if it is better. */
    boolean record(double rmse) {
      boolean isBetter = rmse < best;
      if (isBetter) {
        lambda = next();
        best = rmse;
        taken++;
      } else if (taken == 0 && factor > 1) {
        factor = 1 / FACTOR;
      } else {
        isAtEnd = true;
      }
      isAtEnd |= ++tried == LONGEST_PATH;
      return isBetter;
    }
  }

  Schedule(HyperParameters hyper) {
    this.hyper = hyper;
  }

  /** The next training; empty if all are done. */
  Optional<Training> next() {
    int number = results.size() + 1;
    if (places < hyper.kinds()) {
      return Optional.of(new Training(number, places, ofKind(places), false));
    }
    for (int kind = 0; kind < paths.size(); kind++) {
      Path path = paths.get(kind);
      if (!path.isAtEnd) {
        return Optional.of(new Training(number, kind, onPath(ofKind(kind), path.next()), true));
      }
    }
    if (places < hyper.allNetworks()) {
      return Optional.of(new Training(number, places, chosen(places % hyper.kinds()), false));
    }
    return Optional.empty();
  }

  /**
   * Takes the result of the next training.
   *
   * @param rmse the validation RMSE of its best epoch; null if there are no validation ratings
   * @return true if its network takes its place
   */
  boolean record(@Nullable Double rmse) {
    Training training = next().orElseThrow();
    boolean isTaken = isTaken(training, rmse);
    results.add(
        new TrialResult(
            training.number(),
            training.hyper().centering().toString(),
            training.hyper().weightDecay(),
            training.hyper().epochs(),
            training.isWarm(),
            rmse,
            isTaken));
    return isTaken;
  }

  private boolean isTaken(Training training, @Nullable Double rmse) {
    if (training.isWarm()) {
      return paths.get(training.place()).record(rmse == null ? Double.POSITIVE_INFINITY : rmse);
    }
    if (places++ < hyper.kinds()) {
      double best = rmse == null || !hyper.selection().weightDecay() ? Double.NaN : rmse;
      paths.add(new Path(training.hyper().weightDecay(), best));
    }
    return true;
  }

  /** The results so far. */
  List<TrialResult> results() {
    return List.copyOf(results);
  }

  /** The hyper-parameters of a kind, with the lambda that was chosen for it. */
  HyperParameters chosen(int kind) {
    return HyperParametersBuilder.builder(ofKind(kind)).weightDecay(paths.get(kind).lambda).build();
  }

  private HyperParameters ofKind(int kind) {
    return kind == 0 ? hyper : hyper.residual();
  }

  private static HyperParameters onPath(HyperParameters start, double lambda) {
    int epochs = Math.min(start.epochs(), Math.max(FEWEST_EPOCHS, start.epochs() / EPOCHS_RATIO));
    return HyperParametersBuilder.builder(start)
        .weightDecay(lambda)
        .epochs(epochs)
        .patience(epochs)
        .learningRate(LEARNING_RATE_SHARE * start.learningRate())
        .build();
  }
}
