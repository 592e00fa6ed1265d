package io.autorec.trainer.training;

import io.autorec.trainer.evaluation.TrialResult;
import io.autorec.trainer.settings.FactorChoice;
import io.autorec.trainer.settings.HyperParameters;
import io.autorec.trainer.settings.HyperParametersBuilder;
import io.autorec.trainer.settings.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a run trains, one training after another:
 *
 * <ol>
 *   <li>a network of each kind;
 *   <li>if implicit factors are tried, one with them of the kind that is better so far;
 *   <li>from the best of each kind a {@link LambdaPath}, where one is given or searched;
 *   <li>the further networks, each along the path that its kind has taken.
 * </ol>
 *
 * <p>It depends on nothing but the settings and the results, so that a resumed run goes the same
 * way.
 */
final class Schedule {
  /** A whole training has this many times the epochs of one on a path. */
  private static final int EPOCHS_RATIO = 8;

  private static final int FEWEST_EPOCHS = 5;

  /** The share of the learning rate that a training on a path starts with. */
  private static final double LEARNING_RATE_SHARE = 0.5;

  /** The share of the learning rate that the last training of all starts with. */
  private static final double LAST_LEARNING_RATE_SHARE = 0.1;

  private final HyperParameters hyper;
  private final List<Kind> kinds = new ArrayList<>();
  private final List<TrialResult> results = new ArrayList<>();
  private boolean isFactorTrialDue;

  /** The networks that are trained, without those that others have replaced. */
  private int places;

  /** The path of the last further network. */
  private @Nullable LambdaPath follower;

  /**
   * One training.
   *
   * @param number from 1
   * @param place where its network belongs among all networks, from 0
   * @param hyper the hyper-parameters of this one network
   * @param isWarm whether it starts from the weights at its place
   * @param isRival whether another network has its place, which it takes if it is better
   */
  record Training(int number, int place, HyperParameters hyper, boolean isWarm, boolean isRival) {}

  /**
   * A kind of networks.
   *
   * @param hyper the hyper-parameters of a whole training
   * @param rmse the validation RMSE of the first network; NaN without validation ratings
   */
  private record Kind(HyperParameters hyper, double rmse, LambdaPath path) {
    static Kind of(HyperParameters hyper, double rmse) {
      boolean isSearch = hyper.selection().weightDecay();
      return new Kind(
          hyper,
          rmse,
          new LambdaPath(hyper.weightDecay(), rmse, hyper.weightDecayPath(), isSearch));
    }
  }

  Schedule(HyperParameters hyper) {
    this.hyper = hyper;
  }

  /** The next training; empty if all are done. */
  Optional<Training> next() {
    int number = results.size() + 1;
    if (places < hyper.kinds()) {
      HyperParameters first = places == 0 ? hyper : hyper.residual();
      return Optional.of(new Training(number, places, first, false, false));
    }
    if (isFactorTrialDue) {
      int kind = better();
      HyperParameters rival = withFactors(kinds.get(kind).hyper);
      return Optional.of(new Training(number, kind, rival, false, true));
    }
    for (int kind = 0; kind < kinds.size(); kind++) {
      if (!kinds.get(kind).path.isAtEnd()) {
        return Optional.of(onPath(number, kind, kinds.get(kind).path, kinds.get(kind).hyper));
      }
    }
    if (follower != null && !follower.isAtEnd()) {
      return Optional.of(onPath(number, places - 1, follower, kind(places - 1).hyper));
    }
    if (places < hyper.allNetworks()) {
      return Optional.of(new Training(number, places, kind(places).hyper, false, false));
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
    boolean isTaken = isTaken(training, rmse == null ? Double.NaN : rmse);
    HyperParameters trained = training.hyper();
    results.add(
        new TrialResult(
            training.number(),
            trained.centering().toString(),
            trained.hasFactors(),
            trained.weightDecay(),
            trained.epochs(),
            training.isWarm(),
            rmse,
            isTaken));
    return isTaken;
  }

  private boolean isTaken(Training training, double rmse) {
    int place = training.place();
    if (training.isWarm()) {
      LambdaPath path = follower == null ? kinds.get(place).path : follower;
      return path.record(rmse);
    }
    if (training.isRival()) {
      isFactorTrialDue = false;
      boolean isBetter = rmse < kinds.get(place).rmse;
      if (isBetter) {
        kinds.set(place, Kind.of(training.hyper(), rmse));
      }
      return isBetter;
    }
    places++;
    if (place < hyper.kinds()) {
      kinds.add(Kind.of(training.hyper(), rmse));
      isFactorTrialDue = places == hyper.kinds() && hyper.selection().implicitFactors();
    } else {
      LambdaPath path = kind(place).path;
      follower = new LambdaPath(training.hyper().weightDecay(), rmse, path.taken(), false);
    }
    return true;
  }

  private int better() {
    return kinds.size() > 1 && kinds.get(1).rmse < kinds.get(0).rmse ? 1 : 0;
  }

  private Kind kind(int place) {
    return kinds.get(place % hyper.kinds());
  }

  /** The number of kinds of networks. */
  int kinds() {
    return hyper.kinds();
  }

  /** The results so far. */
  List<TrialResult> results() {
    return List.copyOf(results);
  }

  /** The hyper-parameters of a kind, with the lambda that was chosen for it. */
  HyperParameters chosen(int kind) {
    Kind chosen = kinds.get(kind);
    return HyperParametersBuilder.builder(chosen.hyper).weightDecay(chosen.path.last()).build();
  }

  /**
   * A short training with the lambda that was chosen for a place, after all others. Nothing tells
   * when it goes too far, so it goes slowly.
   */
  Training last(int place) {
    Kind kind = kind(place);
    HyperParameters hyper =
        HyperParametersBuilder.builder(shorter(kind.hyper, kind.path.last()))
            .learningRate(LAST_LEARNING_RATE_SHARE * kind.hyper.learningRate())
            .build();
    return new Training(results.size() + 1, place, hyper, true, true);
  }

  /** The hyper-parameters of the run with all that was chosen, and nothing left to choose. */
  HyperParameters settled() {
    HyperParametersBuilder settled =
        HyperParametersBuilder.builder(hyper)
            .selection(Selection.NONE)
            .weightDecayPath(kinds.get(0).path.taken());
    FactorChoice factors = kinds.get(0).hyper.implicitFactors();
    if (kinds.size() > 1) {
      settled.residualWeightDecayPath(kinds.get(1).path.taken());
      factors = factors.and(kinds.get(1).hyper.implicitFactors());
    }
    return settled.implicitFactors(factors).build();
  }

  private static HyperParameters withFactors(HyperParameters kind) {
    return HyperParametersBuilder.builder(kind)
        .implicitFactors(kind.implicitFactors().with(kind.centering()))
        .build();
  }

  private static Training onPath(int number, int place, LambdaPath path, HyperParameters start) {
    return new Training(number, place, shorter(start, path.next()), true, true);
  }

  private static HyperParameters shorter(HyperParameters start, double lambda) {
    int epochs = Math.min(start.epochs(), Math.max(FEWEST_EPOCHS, start.epochs() / EPOCHS_RATIO));
    return HyperParametersBuilder.builder(start)
        .weightDecay(lambda)
        .epochs(epochs)
        .patience(epochs)
        .learningRate(LEARNING_RATE_SHARE * start.learningRate())
        .build();
  }
}
