package io.autorec.trainer.training;

import ai.djl.Device;
import io.autorec.trainer.evaluation.EpochResult;
import io.autorec.trainer.evaluation.Reconstructor;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.network.Centering;
import io.autorec.trainer.network.NetworkShape;
import io.autorec.trainer.network.NetworkWeights;
import io.autorec.trainer.network.RowTransform;
import io.autorec.trainer.network.TrainedModel;
import io.autorec.trainer.network.TrainedNetwork;
import io.autorec.trainer.settings.HyperParameters;
import io.autorec.trainer.training.dense.DenseNetwork;
import io.autorec.trainer.training.sparse.SparseNetwork;
import io.autorec.trainer.training.sparse.SparseReconstructor;
import io.autorec.trainer.training.sparse.Workers;
import io.autorec.trainer.training.step.AdamState;
import io.autorec.trainer.training.step.TrainableNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Trains a model: one network after another. The result is their combined prediction, or the biases
 * if it is not clearly better.
 *
 * <p>The order of the rows depends only on the seed and the epoch, so that a resumed run takes the
 * same steps as one that was never stopped.
 */
public final class Trainer implements AutoCloseable {
  private final HyperParameters hyper;
  private final RatingMatrix training;
  private final RatingMatrix validation;
  private final RowTransform transform;
  private final Workers workers;
  private final TrainingDevice device;
  private final List<NetworkWeights> finished = new ArrayList<>();
  private final List<EpochResult> epochs = new ArrayList<>();
  private int bestEpoch;
  private @Nullable NetworkTraining current;
  private @Nullable TrainingResult result;

  /** Receives the progress, on the training thread. */
  public interface Listener {
    /** A listener that ignores everything. */
    Listener NONE = new Listener() {};

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
    if (resumed == null) {
      current = fresh();
      return;
    }
    finished.addAll(resumed.finished());
    epochs.addAll(resumed.epochs());
    bestEpoch = resumed.bestEpoch();
    TrainingState.Unfinished unfinished = resumed.unfinished();
    if (unfinished != null) {
      current = training(unfinished.state());
      current.resume(resumed, unfinished);
    }
  }

  private NetworkTraining fresh() {
    int number = finished.size() + 1;
    return training(
        AdamState.start(
            InitialWeights.draw(hyper(number).shape(), transform(number), seed(number))));
  }

  private NetworkTraining training(AdamState state) {
    int number = finished.size() + 1;
    return new NetworkTraining(
        number,
        hyper(number),
        seed(number),
        transform.unit(),
        training,
        validation,
        network(number, state));
  }

  private TrainableNetwork network(int number, AdamState state) {
    NetworkShape shape = hyper(number).shape();
    return device == TrainingDevice.CUDA
        ? new DenseNetwork(
            Device.gpu(),
            Math.max(hyper.batchSize(), Reconstructor.BATCH_ROWS),
            shape,
            transform(number),
            state)
        : new SparseNetwork(shape, transform(number), state, workers);
  }

  /** The seed of one of several networks, which are numbered from 1. */
  private long seed(int number) {
    return hyper.seed() + 7919L * (number - 1);
  }

  /** Returns true for a network centred by bias beside others, which is trained after them. */
  private boolean isResidual(int number) {
    return number > hyper.networks();
  }

  private HyperParameters hyper(int number) {
    return isResidual(number) ? hyper.residual() : hyper;
  }

  private RowTransform transform(int number) {
    return isResidual(number) ? transform.with(Centering.BIAS) : transform;
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
      boolean done = current.run(stop, recorder);
      bestEpoch = current.bestEpoch();
      if (!done) {
        return false;
      }
      finished.add(current.best());
      current.close();
      // Its moments are let go of before the next one's are made.
      current = null;
      if (finished.size() < hyper.allNetworks()) {
        current = fresh();
      }
    }
    return true;
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

  /** A mini-batch's share of lambda: over an epoch, the batches add up to the whole. */
  static double penalty(double lambda, int batchRows, int allRows) {
    return lambda * batchRows / allRows;
  }

  /** The finished epochs of all networks. */
  public List<EpochResult> epochs() {
    return List.copyOf(epochs);
  }

  /** Returns true if all networks are trained. */
  public boolean isFinished() {
    return finished.size() == hyper.allNetworks();
  }

  /** The result of a finished run. The state is not available afterwards. */
  public TrainingResult result() {
    if (result == null) {
      if (!isFinished()) {
        throw new IllegalStateException("not finished");
      }
      TrainedModel model = model();
      finished.clear();
      result = new BiasFloor(training, validation, workers).under(model, hyper, bestEpoch);
    }
    return result;
  }

  private TrainedModel model() {
    TrainedNetwork mean =
        TrainedNetwork.mean(
            hyper.shape(), transform, hyper.weightDecay(), finished.subList(0, hyper.networks()));
    if (hyper.residualShare() == 0) {
      return TrainedModel.of(mean);
    }
    TrainedNetwork residual =
        TrainedNetwork.mean(
            hyper.residual().shape(),
            transform.with(Centering.BIAS),
            hyper.residual().weightDecay(),
            finished.subList(hyper.networks(), hyper.allNetworks()));
    return TrainedModel.of(mean, residual, hyper.residualShare());
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
