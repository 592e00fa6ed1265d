package io.autorec.trainer.training;

import io.autorec.trainer.evaluation.EpochResult;
import io.autorec.trainer.evaluation.Reconstructor;
import io.autorec.trainer.evaluation.TrialResult;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.network.NetworkWeights;
import io.autorec.trainer.network.RowTransform;
import io.autorec.trainer.network.TrainedModel;
import io.autorec.trainer.network.TrainedNetwork;
import io.autorec.trainer.settings.HyperParameters;
import io.autorec.trainer.training.sparse.SparseReconstructor;
import io.autorec.trainer.training.step.AdamState;
import io.autorec.trainer.training.step.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Trains a model: one network after another, as its {@link Schedule} says. The result is the
 * mixture that {@link ModelSelection} takes, or the biases if it is not clearly better.
 *
 * <p>The order of the rows depends only on the seed and the epoch, so that a resumed run takes the
 * same steps as one that was never stopped.
 */
public final class Trainer implements AutoCloseable {
  /** The numbers of a matrix, 64 MiB, from which on a collection is worth its time. */
  private static final long LARGE = 1L << 24;

  private final HyperParameters hyper;
  private final RatingMatrix training;
  private final RatingMatrix validation;
  private final RowTransform transform;
  private final Workers workers;
  private final TrainingDevice device;
  private final Schedule schedule;
  private final NewNetworks networks;

  /** The best networks so far, by their place. */
  private final List<NetworkWeights> finished = new ArrayList<>();

  private final EpochHistory epochs = new EpochHistory();
  private int bestEpoch;
  private @Nullable NetworkTraining current;
  private @Nullable TrainingResult result;

  /** Receives the progress, on the training thread. */
  public interface Listener {
    /** A listener that ignores everything. */
    Listener NONE = new Listener() {};

    /**
     * A training begins, or goes on.
     *
     * @param number from 1
     * @param hyper the hyper-parameters of this network
     * @param isWarm whether it starts from the best weights so far of its kind
     */
    default void onTraining(int number, HyperParameters hyper, boolean isWarm) {}

    /** A batch is done; {@code done} of {@code total} in this epoch of this network. */
    default void onBatch(int network, int epoch, int done, int total) {}

    /** An epoch is done. */
    default void onEpoch(EpochResult result, boolean isBest) {}
  }

  /**
   * Prepares a run.
   *
   * @param device where to train
   * @param threads the number of threads on the processor; it changes no bit of the result
   * @param training the ratings to fit, row by row
   * @param validation the ratings to choose the stopping epoch on, in the same shape; empty to take
   *     the last epoch
   * @param resumed the state to continue from, or null to start anew
   */
  public Trainer(
      TrainingDevice device,
      int threads,
      HyperParameters hyper,
      RowTransform transform,
      RatingMatrix training,
      RatingMatrix validation,
      @Nullable TrainingState resumed) {
    this.hyper = hyper;
    this.transform = transform;
    this.training = training;
    this.validation = validation;
    this.workers = new Workers(threads);
    this.device = device;
    this.schedule = new Schedule(hyper);
    this.networks = new NewNetworks(device, training, transform, workers);
    if (resumed == null) {
      current = schedule.next().map(this::begin).orElseThrow();
      return;
    }
    finished.addAll(resumed.finished());
    resumed.epochs().forEach(epochs::add);
    bestEpoch = resumed.bestEpoch();
    TrainingState.Unfinished unfinished = resumed.unfinished();
    int done = epochs.trainings();
    if (unfinished != null && unfinished.epoch() > 1) {
      done--;
    }
    for (int number = 1; number <= done; number++) {
      schedule.record(epochs.bestRmse(number));
    }
    if (unfinished != null) {
      current = training(schedule.next().orElseThrow(), unfinished.state());
      current.resume(resumed, unfinished);
    }
  }

  private NetworkTraining begin(Schedule.Training next) {
    NetworkWeights start =
        next.isWarm()
            ? finished.get(next.place()).copy()
            : networks.initial(next.hyper(), seed(next.place()));
    return training(next, AdamState.start(start));
  }

  private NetworkTraining training(Schedule.Training next, AdamState state) {
    return new NetworkTraining(
        next.number(),
        next.hyper(),
        seed(next.place()),
        transform.unit(),
        training,
        validation,
        networks.of(next.hyper(), state));
  }

  /** The seed of the network at a place; networks of different kinds have the same. */
  private long seed(int place) {
    return hyper.seed() + 7919L * place;
  }

  /**
   * Trains to the end, or until told to stop.
   *
   * @return true when training is finished, false when it was stopped between two batches
   * @throws DivergedException if an error is no longer a number
   */
  public boolean run(BooleanSupplier stop, Listener listener) {
    Listener recorder = recorder(listener);
    while (current != null) {
      Schedule.Training next = schedule.next().orElseThrow();
      listener.onTraining(next.number(), next.hyper(), next.isWarm());
      boolean done = current.run(stop, recorder);
      bestEpoch = current.bestEpoch();
      if (!done) {
        return false;
      }
      keep(current);
      current.close();
      // Its moments are let go of before the next one's are made.
      current = null;
      if ((long) transform.width() * hyper.hiddenUnits() > LARGE) {
        // Java would take more of the machine before it looks for what nobody needs any more.
        System.gc();
      }
      current = schedule.next().map(this::begin).orElse(null);
    }
    return true;
  }

  private void keep(NetworkTraining done) {
    Schedule.Training training = schedule.next().orElseThrow();
    if (!schedule.record(done.bestRmse())) {
      return;
    }
    if (training.isRival()) {
      finished.set(training.place(), done.best());
    } else {
      finished.add(done.best());
    }
  }

  private Listener recorder(Listener listener) {
    return new Listener() {
      @Override
      public void onBatch(int network, int epoch, int done, int total) {
        listener.onBatch(network, epoch, done, total);
      }

      @Override
      public void onEpoch(EpochResult epoch, boolean isBest) {
        epochs.add(epoch);
        listener.onEpoch(epoch, isBest);
      }
    };
  }

  /** The finished epochs of all networks. */
  public List<EpochResult> epochs() {
    return epochs.all();
  }

  /** The finished trainings, in their order. */
  public List<TrialResult> trials() {
    return schedule.results();
  }

  /** Returns true if all networks are trained. */
  public boolean isFinished() {
    return schedule.next().isEmpty();
  }

  /** The result of a finished run. The state is not available afterwards. */
  public TrainingResult result() {
    if (result == null) {
      if (!isFinished()) {
        throw new IllegalStateException("not finished");
      }
      ModelSelection.Selected selected =
          kinds(transform, finished).select(new ModelSelection(training, validation, workers));
      if (!hyper.trainsOnValidation()) {
        finished.clear();
      }
      result =
          new BiasFloor(training, validation, workers)
              .under(
                  selected.model(),
                  selected.hyper(),
                  epochs.best(TrainedKinds.training(hyper, selected.hyper())));
    }
    return result;
  }

  private TrainedKinds kinds(RowTransform around, List<NetworkWeights> networks) {
    return new TrainedKinds(
        schedule.settled(), hyper.selection().shares(), around, schedule, networks);
  }

  /**
   * Trains the networks of the result on, for a short time and with more ratings: those that were
   * there to choose by, and have chosen.
   *
   * @param all the training and the validation ratings
   * @param ofAll their transform
   * @return the model of the same mixture
   */
  public TrainedModel trainOn(RatingMatrix all, RowTransform ofAll) {
    TrainingResult chosen = result();
    if (chosen.epoch() == 0) {
      TrainedNetwork biases = chosen.model().members().get(0).network();
      return TrainedModel.of(TrainedNetwork.biases(biases.shape(), ofAll, biases.weightDecay()));
    }
    TrainedKinds kinds = kinds(ofAll, finished);
    for (int place = 0; place < finished.size(); place++) {
      if (kinds.isUsed(place, chosen.hyper())) {
        finished.set(place, trainOn(schedule.last(place), all, ofAll));
      }
    }
    return kinds.mixture(chosen.hyper(), new ModelSelection(all, validation, workers));
  }

  private NetworkWeights trainOn(Schedule.Training last, RatingMatrix all, RowTransform ofAll) {
    AdamState start = AdamState.start(finished.get(last.place()));
    try (NetworkTraining further =
        new NetworkTraining(
            last.number(),
            last.hyper(),
            seed(last.place()),
            ofAll.unit(),
            all,
            all.cleared(),
            new NewNetworks(device, all, ofAll, workers).of(last.hyper(), start))) {
      further.run(() -> false, Listener.NONE);
      return further.best();
    }
  }

  /** Predicts with a trained model. Use it before this trainer is closed. */
  public Reconstructor reconstructor(TrainedModel trained) {
    return new SparseReconstructor(trained, workers);
  }

  /** The state of the run, between two batches or after the last. */
  public TrainingState state() {
    if (result != null) {
      throw new IllegalStateException("its networks have become one model");
    }
    return new TrainingState(
        List.copyOf(finished),
        epochs(),
        current == null ? bestEpoch : current.bestEpoch(),
        current == null ? null : current.unfinished());
  }

  @Override
  public void close() {
    if (current != null) {
      current.close();
    }
    workers.close();
  }
}
