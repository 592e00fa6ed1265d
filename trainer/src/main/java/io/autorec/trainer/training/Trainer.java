package io.autorec.trainer.training;

import ai.djl.Device;
import io.autorec.trainer.evaluation.EpochResult;
import io.autorec.trainer.evaluation.PredictionError;
import io.autorec.trainer.evaluation.Reconstructor;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.matrix.Shuffle;
import io.autorec.trainer.recipe.Centering;
import io.autorec.trainer.recipe.HyperParameters;
import io.autorec.trainer.recipe.NetworkWeights;
import io.autorec.trainer.recipe.RowTransform;
import io.autorec.trainer.recipe.TrainedModel;
import io.autorec.trainer.recipe.TrainedNetwork;
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
  private final RowTransform transform;
  private final Workers workers;
  private final TrainingDevice device;
  private final List<NetworkWeights> finished = new ArrayList<>();
  private TrainableNetwork network;
  private final int[] rows;
  private final List<EpochResult> epochs = new ArrayList<>();
  private int epoch = 1;
  private int nextBatch;
  private double squaredError;
  private int bestEpoch;
  private @Nullable NetworkWeights best;
  private @Nullable Double bestRmse;

  /** Hears of progress, on the training thread. */
  public interface Listener {
    /** A batch is done; {@code done} of {@code total} in this epoch of this network. */
    void onBatch(int network, int epoch, int done, int total);

    /** An epoch is done. */
    void onEpoch(EpochResult result, boolean isBest);
  }

  /**
   * Prepares a run.
   *
   * @param device where to train
   * @param threads how many, on the processor; they change no bit of the result
   * @param training the ratings to fit, row by row
   * @param validation the ratings to choose the stopping epoch on, in the same shape; none to take
   *     the last
   * @param resumed where to go on, or null to start afresh
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
    this.rows = training.observedRows();
    this.workers = new Workers(threads);
    this.device = device;
    if (resumed == null) {
      this.network = fresh(1);
      return;
    }
    this.network =
        network(
            resumed.finished().size() + 1, resumed.weights(), resumed.means(), resumed.variances());
    finished.addAll(resumed.finished());
    epoch = resumed.epoch();
    nextBatch = resumed.nextBatch();
    squaredError = resumed.squaredError();
    epochs.addAll(resumed.epochs());
    bestEpoch = resumed.bestEpoch();
    best = resumed.best();
    bestRmse =
        epochs.stream()
            .filter(result -> result.network() == finished.size() + 1)
            .filter(result -> result.epoch() == bestEpoch)
            .findFirst()
            .map(EpochResult::validationRmse)
            .orElse(null);
  }

  private TrainableNetwork fresh(int number) {
    NetworkWeights weights = InitialWeights.draw(hyper(number), transform(number), seed(number));
    return network(number, weights, zeros(), zeros());
  }

  private TrainableNetwork network(
      int number, NetworkWeights weights, NetworkWeights means, NetworkWeights variances) {
    return device == TrainingDevice.CUDA
        ? new DenseNetwork(
            Device.gpu(), hyper(number), transform(number), weights, means, variances)
        : new SparseNetwork(hyper(number), transform(number), weights, means, variances, workers);
  }

  /** Seed of one of several networks, from 1. */
  private long seed(int number) {
    return hyper.seed() + 7919L * (number - 1);
  }

  /** Those centred by bias beside others are trained after them. */
  private boolean isResidual(int number) {
    return number > hyper.networks();
  }

  private HyperParameters hyper(int number) {
    return isResidual(number) ? hyper.residual() : hyper;
  }

  private RowTransform transform(int number) {
    return isResidual(number) ? transform.with(Centering.BIAS) : transform;
  }

  private NetworkWeights zeros() {
    return NetworkWeights.zeros(transform.width(), hyper.hiddenUnits(), hyper.maskEncoder());
  }

  /**
   * Trains to the end, or until told to stop.
   *
   * @return true when training is finished, false when it was stopped between two batches
   * @throws DivergedException if an error is no longer a number
   */
  public boolean run(BooleanSupplier stop, Listener listener) {
    while (finished.size() < hyper.allNetworks()) {
      if (!runOne(stop, listener)) {
        return false;
      }
      finished.add(bestWeights());
      if (finished.size() < hyper.allNetworks()) {
        network.close();
        network = fresh(finished.size() + 1);
        epoch = 1;
        bestEpoch = 0;
        bestRmse = null;
        best = null;
      }
    }
    return true;
  }

  private boolean runOne(BooleanSupplier stop, Listener listener) {
    int number = finished.size() + 1;
    int batches = (rows.length + hyper.batchSize() - 1) / hyper.batchSize();
    while (epoch <= hyper.epochs() && patient()) {
      long started = System.nanoTime();
      int[] order = shuffledRows(epoch);
      for (; nextBatch < batches; nextBatch++) {
        if (stop.getAsBoolean()) {
          return false;
        }
        step(order, batches);
        listener.onBatch(number, epoch, nextBatch + 1, batches);
      }
      Double validationRmse = validationRmse();
      double trainRmse = Math.sqrt(squaredError / training.size()) / transform.unit();
      requireFinite(trainRmse, validationRmse);
      boolean isBest = isBest(validationRmse);
      EpochResult result =
          new EpochResult(
              number, epoch, trainRmse, validationRmse, (System.nanoTime() - started) / 1e9);
      epochs.add(result);
      if (isBest) {
        bestEpoch = epoch;
        bestRmse = validationRmse;
        best = network.weights();
      }
      epoch++;
      nextBatch = 0;
      squaredError = 0;
      listener.onEpoch(result, isBest);
    }
    fallBackToBiases();
    return true;
  }

  /** Small data may hold nothing to learn, and an epoch that looks better by chance. */
  private void fallBackToBiases() {
    if (hyper.centering() != Centering.BIAS || validation.size() == 0) {
      return;
    }
    // Without weights, a network that is centred by bias is the bias baseline.
    float[] biases = reconstructor(zeros()).predict(training, validation);
    float[] network = reconstructor(bestWeights()).predict(training, validation);
    if (!PredictionError.clearlyBetter(network, biases, validation)) {
      best = zeros();
      bestEpoch = 0;
      bestRmse = PredictionError.of(biases, training, validation).rmse();
    }
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

  private @Nullable Double validationRmse() {
    return validation.size() == 0 ? null : PredictionError.of(network, training, validation).rmse();
  }

  private boolean isBest(@Nullable Double validationRmse) {
    if (validationRmse == null) {
      return epoch == hyper.epochs();
    }
    return bestRmse == null || validationRmse < bestRmse;
  }

  private void step(int[] order, int batches) {
    int from = nextBatch * hyper.batchSize();
    int[] batch = Arrays.copyOfRange(order, from, Math.min(order.length, from + hyper.batchSize()));
    long step = (long) (epoch - 1) * batches + nextBatch + 1;
    double lambda = hyper(finished.size() + 1).weightDecay();
    double penalty = penalty(lambda, batch.length, order.length);
    double rate = learningRate(step - 1, (long) hyper.epochs() * batches);
    squaredError += network.step(training, batch, penalty, Adam.step(rate, step));
  }

  /** A mini-batch's share of lambda: over an epoch, the batches add up to the whole. */
  static double penalty(double lambda, int batchRows, int allRows) {
    return lambda * batchRows / allRows;
  }

  private double learningRate(long step, long steps) {
    double floor = HyperParameters.FINAL_LEARNING_RATE_SHARE;
    double cosine = (1 + Math.cos(Math.PI * step / steps)) / 2;
    return hyper.learningRate() * (floor + (1 - floor) * cosine);
  }

  private int[] shuffledRows(int epochNumber) {
    int[] order = rows.clone();
    Shuffle.shuffle(order, new Random(seed(finished.size() + 1) * 1_000_003 + epochNumber));
    return order;
  }

  /** The finished epochs of all networks. */
  public List<EpochResult> epochs() {
    return List.copyOf(epochs);
  }

  /**
   * The epoch of the last network with the lowest validation RMSE; 0 before the first is finished,
   * and at the end of a run where none was clearly better than the biases that the network is
   * centred by.
   */
  public int bestEpoch() {
    return bestEpoch;
  }

  /** The best epoch's parameters; all zero at the end of a run where it is the biases. */
  NetworkWeights bestWeights() {
    if (best == null) {
      throw new IllegalStateException("no epoch is finished");
    }
    return best;
  }

  /** The validation RMSE of that epoch; null where there are no validation ratings. */
  public @Nullable Double bestValidationRmse() {
    return bestRmse;
  }

  /** All trained networks as one model. */
  public TrainedModel result() {
    TrainedNetwork mean =
        TrainedNetwork.mean(hyper, transform, finished.subList(0, hyper.networks()));
    if (hyper.residualShare() == 0) {
      return TrainedModel.of(mean);
    }
    TrainedNetwork residual =
        TrainedNetwork.mean(
            hyper.residual(),
            transform.with(Centering.BIAS),
            finished.subList(hyper.networks(), hyper.allNetworks()));
    return TrainedModel.of(mean, residual, hyper.residualShare());
  }

  /** Predicts with a trained model; to be used before this trainer is closed. */
  public Reconstructor reconstructor(TrainedModel trained) {
    return new SparseReconstructor(trained, workers);
  }

  private Reconstructor reconstructor(NetworkWeights weights) {
    return reconstructor(TrainedModel.of(new TrainedNetwork(hyper, transform, weights)));
  }

  /** A copy of the run as it stands between two batches. */
  public TrainingState state() {
    return new TrainingState(
        List.copyOf(finished),
        epoch,
        nextBatch,
        squaredError,
        network.weights(),
        network.means(),
        network.variances(),
        epochs(),
        bestEpoch,
        best);
  }

  @Override
  public void close() {
    network.close();
    workers.close();
  }
}
