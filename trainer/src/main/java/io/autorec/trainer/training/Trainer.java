package io.autorec.trainer.training;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.autorec.trainer.evaluation.EpochResult;
import io.autorec.trainer.evaluation.PredictionError;
import io.autorec.trainer.evaluation.Reconstructor;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.matrix.Shuffle;
import io.autorec.trainer.recipe.HyperParameters;
import io.autorec.trainer.recipe.NetworkWeights;
import io.autorec.trainer.recipe.RowTransform;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The training loop: epochs of shuffled mini-batches under Adam with a cosine learning rate, the
 * best epoch on the validation ratings kept.
 *
 * <p>The order of the rows depends only on the seed and the epoch, so that a resumed run takes the
 * same steps as one that was never stopped.
 */
public final class Trainer implements AutoCloseable {
  private final HyperParameters hyper;
  private final RatingMatrix training;
  private final RatingMatrix validation;
  private final NDManager manager;
  private final Network network;
  private final Adam adam;
  private final int[] rows;
  private final List<EpochResult> epochs = new ArrayList<>();
  private int epoch = 1;
  private int nextBatch;
  private double squaredError;
  private int bestEpoch;
  private @Nullable NetworkWeights best;

  /** Hears of progress, on the training thread. */
  public interface Listener {
    /** A batch is done; {@code done} of {@code total} in this epoch. */
    void onBatch(int epoch, int done, int total);

    /** An epoch is done. */
    void onEpoch(EpochResult result, boolean isBest);
  }

  /**
   * Prepares a run.
   *
   * @param device where to train
   * @param training the ratings to fit, row by row
   * @param validation the ratings to choose the stopping epoch on, in the same shape
   * @param resumed where to go on, or null to start afresh
   */
  public Trainer(
      TrainingDevice device,
      HyperParameters hyper,
      RowTransform transform,
      RatingMatrix training,
      RatingMatrix validation,
      @Nullable TrainingState resumed) {
    this.hyper = hyper;
    this.training = training;
    this.validation = validation;
    this.rows = training.observedRows();
    this.manager =
        Engine.getInstance()
            .newBaseManager(device == TrainingDevice.CUDA ? Device.gpu() : Device.cpu());
    NetworkWeights weights =
        resumed == null ? InitialWeights.draw(hyper, transform) : resumed.weights();
    this.network = new Network(manager, hyper, transform, weights);
    this.adam = new Adam(manager, network.parameters());
    if (resumed != null) {
      epoch = resumed.epoch();
      nextBatch = resumed.nextBatch();
      squaredError = resumed.squaredError();
      epochs.addAll(resumed.epochs());
      bestEpoch = resumed.bestEpoch();
      best = resumed.best();
      List<NDArray> moments = adam.moments();
      for (int i = 0; i < moments.size(); i++) {
        moments.get(i).set(resumed.moments().get(i));
      }
    }
  }

  /**
   * Trains to the end, or until told to stop.
   *
   * @return true when training is finished, false when it was stopped between two batches
   */
  public boolean run(BooleanSupplier stop, Listener listener) {
    int batches = (rows.length + hyper.batchSize() - 1) / hyper.batchSize();
    while (epoch <= hyper.epochs() && epoch - Math.max(bestEpoch, 1) < hyper.patience() + 1) {
      long started = System.nanoTime();
      int[] order = shuffledRows(epoch);
      for (; nextBatch < batches; nextBatch++) {
        if (stop.getAsBoolean()) {
          return false;
        }
        step(order, batches);
        listener.onBatch(epoch, nextBatch + 1, batches);
      }
      double validationRmse = PredictionError.of(network, training, validation).rmse();
      double trainRmse = Math.sqrt(squaredError / training.size());
      boolean isBest = best == null || validationRmse < epochs.get(bestEpoch - 1).validationRmse();
      EpochResult result =
          new EpochResult(epoch, trainRmse, validationRmse, (System.nanoTime() - started) / 1e9);
      epochs.add(result);
      if (isBest) {
        bestEpoch = epoch;
        best = network.weights();
      }
      epoch++;
      nextBatch = 0;
      squaredError = 0;
      listener.onEpoch(result, isBest);
    }
    return true;
  }

  private void step(int[] order, int batches) {
    int from = nextBatch * hyper.batchSize();
    int[] batch = Arrays.copyOfRange(order, from, Math.min(order.length, from + hyper.batchSize()));
    long step = (long) (epoch - 1) * batches + nextBatch + 1;
    try (NDManager scope = manager.newSubManager()) {
      double penalty = hyper.weightDecay() * batch.length / order.length;
      Network.Gradients gradients = network.gradients(scope, training, batch, penalty);
      squaredError += gradients.squaredError();
      double rate = learningRate(step - 1, (long) hyper.epochs() * batches);
      adam.update(network.parameters(), gradients.list(), rate, step);
    }
  }

  private double learningRate(long step, long steps) {
    double floor = HyperParameters.FINAL_LEARNING_RATE_SHARE;
    double cosine = (1 + Math.cos(Math.PI * step / steps)) / 2;
    return hyper.learningRate() * (floor + (1 - floor) * cosine);
  }

  private int[] shuffledRows(int epochNumber) {
    int[] order = rows.clone();
    Shuffle.shuffle(order, new Random(hyper.seed() * 1_000_003 + epochNumber));
    return order;
  }

  /** The finished epochs. */
  public List<EpochResult> epochs() {
    return List.copyOf(epochs);
  }

  /** The epoch with the lowest validation RMSE; 0 before the first is finished. */
  public int bestEpoch() {
    return bestEpoch;
  }

  /** The best epoch's parameters. */
  public NetworkWeights bestWeights() {
    if (best == null) {
      throw new IllegalStateException("no epoch is finished");
    }
    return best;
  }

  /** The network with given parameters, to be used before this trainer is closed. */
  public Reconstructor network(NetworkWeights weights, RowTransform transform) {
    return new Network(manager, hyper, transform, weights);
  }

  /** A copy of the run as it stands between two batches. */
  public TrainingState state() {
    List<float[]> moments = adam.moments().stream().map(NDArray::toFloatArray).toList();
    return new TrainingState(
        epoch, nextBatch, squaredError, network.weights(), moments, epochs(), bestEpoch, best);
  }

  @Override
  public void close() {
    manager.close();
  }
}
