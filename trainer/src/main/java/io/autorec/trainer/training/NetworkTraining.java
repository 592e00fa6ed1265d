package io.autorec.trainer.training;

import io.autorec.trainer.evaluation.EpochResult;
import io.autorec.trainer.evaluation.PredictionError;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.matrix.Shuffle;
import io.autorec.trainer.network.NetworkWeights;
import io.autorec.trainer.settings.HyperParameters;
import io.autorec.trainer.training.step.Adam;
import io.autorec.trainer.training.step.ColumnPenalties;
import io.autorec.trainer.training.step.TrainableNetwork;
import java.util.Arrays;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Trains one network: epochs of shuffled mini-batches under Adam with a cosine learning rate. It
 * keeps the best epoch on the validation ratings.
 */
final class NetworkTraining implements AutoCloseable {
  /** The steps of implicit factors in an epoch. More cost more, and were not more accurate. */
  private static final int FACTOR_STEPS = 2;

  private final int number;
  private final HyperParameters hyper;
  private final long seed;
  private final float unit;
  private final RatingMatrix training;
  private final RatingMatrix validation;
  private final int[] rows;
  private final TrainableNetwork network;
  private final ColumnPenalties penalties;
  private int epoch = 1;
  private int nextBatch;
  private int bestEpoch;
  private @Nullable NetworkWeights best;
  private @Nullable Double bestRmse;

  /**
   * Begins a training.
   *
   * @param number the number of the network, from 1
   * @param seed the seed of the order of the rows
   * @param unit the u of the network's transform
   * @param network the network to train, which from now on belongs to this training
   */
  NetworkTraining(
      int number,
      HyperParameters hyper,
      long seed,
      float unit,
      RatingMatrix training,
      RatingMatrix validation,
      TrainableNetwork network) {
    this.number = number;
    this.hyper = hyper;
    this.seed = seed;
    this.unit = unit;
    this.training = training;
    this.validation = validation;
    this.rows = training.observedRows();
    this.network = network;
    this.penalties = new ColumnPenalties(training, hyper.weightDecay());
  }

  /** Continues where a training was stopped. Call it before the first batch. */
  void resume(TrainingState state, TrainingState.Unfinished unfinished) {
    epoch = unfinished.epoch();
    nextBatch = unfinished.nextBatch();
    network.beginSquaredError(unfinished.squaredError());
    best = unfinished.best();
    bestEpoch = state.bestEpoch();
    bestRmse =
        state.epochs().stream()
            .filter(result -> result.network() == number && result.epoch() == bestEpoch)
            .findFirst()
            .map(EpochResult::validationRmse)
            .orElse(null);
  }

  /**
   * Trains to the end, or until told to stop.
   *
   * @return true when training is finished, false when it was stopped between two batches
   * @throws DivergedException if an error is no longer a number
   */
  boolean run(BooleanSupplier stop, Trainer.Listener listener) {
    int batches = (rows.length + hyper.batchSize() - 1) / hyper.batchSize();
    while (epoch <= hyper.epochs() && patient()) {
      long started = System.nanoTime();
      int[] order = shuffledRows();
      for (; nextBatch < batches; nextBatch++) {
        if (stop.getAsBoolean()) {
          return false;
        }
        step(order, batches);
        listener.onBatch(number, epoch, nextBatch + 1, batches);
      }
      finishEpoch(started, listener);
    }
    return true;
  }

  private void finishEpoch(long started, Trainer.Listener listener) {
    Double validationRmse =
        validation.size() == 0 ? null : PredictionError.of(network, training, validation).rmse();
    double trainRmse = Math.sqrt(network.squaredError() / training.size()) / unit;
    requireFinite(trainRmse, validationRmse);
    boolean isBest =
        validationRmse == null
            ? epoch == hyper.epochs()
            : bestRmse == null || validationRmse < bestRmse;
    if (isBest) {
      bestEpoch = epoch;
      bestRmse = validationRmse;
      best = network.copyOfWeights(best);
    }
    EpochResult result =
        new EpochResult(
            number, epoch, trainRmse, validationRmse, (System.nanoTime() - started) / 1e9);
    epoch++;
    nextBatch = 0;
    network.beginSquaredError(0);
    listener.onEpoch(result, isBest);
  }

  private void requireFinite(double trainRmse, @Nullable Double validationRmse) {
    if (!Double.isFinite(trainRmse)
        || (validationRmse != null && !Double.isFinite(validationRmse))) {
      throw new DivergedException(epoch);
    }
  }

  private boolean patient() {
    return validation.size() == 0 || epoch - Math.max(bestEpoch, 1) <= hyper.patience();
  }

  private void step(int[] order, int batches) {
    int from = nextBatch * hyper.batchSize();
    int[] batch = Arrays.copyOfRange(order, from, Math.min(order.length, from + hyper.batchSize()));
    long step = (long) (epoch - 1) * batches + nextBatch + 1;
    double rate = learningRate(step - 1, (long) hyper.epochs() * batches);
    network.step(training, batch, penalties.of(batch.length), Adam.step(rate, step));
    moveFactors(batches, rate);
  }

  /** Moves the implicit factors, if it is time, a few times an epoch. */
  private void moveFactors(int batches, double rate) {
    int moves = Math.min(batches, FACTOR_STEPS);
    int before = nextBatch * moves / batches;
    int after = (nextBatch + 1) * moves / batches;
    if (hyper.hasFactors() && after > before) {
      long step = (long) (epoch - 1) * moves + after;
      network.moveFactors(Adam.step(rate, step), (float) (hyper.weightDecay() / moves));
    }
  }

  private double learningRate(long step, long steps) {
    double floor = HyperParameters.FINAL_LEARNING_RATE_SHARE;
    double cosine = (1 + Math.cos(Math.PI * step / steps)) / 2;
    return hyper.learningRate() * (floor + (1 - floor) * cosine);
  }

  private int[] shuffledRows() {
    int[] order = rows.clone();
    Shuffle.shuffle(order, new Random(seed * 1_000_003 + epoch));
    return order;
  }

  /** The epoch with the lowest validation RMSE; 0 before the first is finished. */
  int bestEpoch() {
    return bestEpoch;
  }

  /** Its validation RMSE; null if there are no validation ratings. */
  @Nullable Double bestRmse() {
    return bestRmse;
  }

  /** That epoch's parameters. */
  NetworkWeights best() {
    if (best == null) {
      throw new IllegalStateException("no epoch is finished");
    }
    return best;
  }

  /** The state of the training. */
  TrainingState.Unfinished unfinished() {
    return new TrainingState.Unfinished(
        epoch, nextBatch, network.squaredError(), network.state(), best);
  }

  @Override
  public void close() {
    network.close();
  }
}
