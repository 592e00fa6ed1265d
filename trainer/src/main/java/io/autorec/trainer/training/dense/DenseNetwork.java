package io.autorec.trainer.training.dense;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Activation;
import ai.djl.training.GradientCollector;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.network.Centering;
import io.autorec.trainer.network.NetworkShape;
import io.autorec.trainer.network.NetworkWeights;
import io.autorec.trainer.network.OutputActivation;
import io.autorec.trainer.network.RowTransform;
import io.autorec.trainer.network.TrainedNetwork;
import io.autorec.trainer.training.step.Adam;
import io.autorec.trainer.training.step.AdamState;
import io.autorec.trainer.training.step.TrainableNetwork;
import org.jspecify.annotations.Nullable;

/**
 * The network on PyTorch, over whole rows: h(r) = f(W g(V r + U m + mu) + b), with the gradients of
 * PyTorch's autograd.
 *
 * <p>Arrays of one batch live in that batch's manager. DJL gives a result to the manager of the
 * first operand, so batch arrays always come first. DJL's own optimizer hides Adam's moments, which
 * a stopped run has to keep, so they are kept here.
 */
public final class DenseNetwork implements TrainableNetwork {
  private final NetworkShape shape;
  private final RowTransform transform;
  private final NDManager manager;
  private final RowBatch rows;
  private final DenseParameters weights;
  private final DenseParameters means;
  private final DenseParameters variances;
  private final NDArray offsets;

  /** A network on the processor that is not trained further. */
  static DenseNetwork of(TrainedNetwork network, int mostRows) {
    NetworkWeights none = NetworkWeights.zeros(0, 0, network.shape().maskEncoder());
    return new DenseNetwork(
        Device.cpu(),
        mostRows,
        network.shape(),
        network.transform(),
        new AdamState(network.weights(), none, none, null));
  }

  /**
   * A network to train further.
   *
   * @param mostRows the largest number of rows in one batch
   */
  public DenseNetwork(
      Device device, int mostRows, NetworkShape shape, RowTransform transform, AdamState state) {
    this.shape = shape;
    this.transform = transform;
    this.manager = Engine.getInstance().newBaseManager(device);
    this.rows = new RowBatch(mostRows, transform.width());
    this.weights = DenseParameters.on(manager, state.weights());
    this.means = DenseParameters.on(manager, state.means());
    this.variances = DenseParameters.on(manager, state.variances());
    this.weights.requireGradients();
    this.offsets = manager.create(new float[][] {transform.offsets()});
  }

  @Override
  public double step(RatingMatrix training, int[] batchRows, float[] penalties, Adam adam) {
    try (NDManager batch = manager.newSubManager()) {
      NDArray observed;
      NDArray squaredError;
      try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
        Forward forward = forward(batch, training, batchRows);
        NDArray error =
            NDArrays.where(forward.mask, forward.output.sub(forward.input), forward.zeros);
        squaredError = error.square().sum();
        gradients.backward(squaredError);
        observed = forward.mask.toType(DataType.FLOAT32, false).max(new int[] {0});
      }
      weights.move(adam, batch.create(penalties), observed, means, variances);
      return squaredError.getFloat();
    }
  }

  @Override
  public float[] reconstruct(RatingMatrix input, int[] batchRows) {
    float[] predictions = scores(input, batchRows);
    transform.answerColdColumns(input, batchRows, predictions);
    transform.scale().clip(predictions);
    return predictions;
  }

  /** The reconstruction, before the fallback of cold columns and clipping. */
  float[] scores(RatingMatrix input, int[] batchRows) {
    try (NDManager batch = manager.newSubManager()) {
      Forward forward = forward(batch, input, batchRows);
      NDArray scores =
          transform.centering() == Centering.BIAS
              ? forward.output.div(transform.unit()).addi(offsets).addi(forward.rowBias)
              : forward
                  .output
                  .sub(RowTransform.NETWORK_MIN)
                  .divi(transform.unit())
                  .addi(transform.scale().min());
      // where() does not broadcast: blend by multiplying with 0 and 1.
      NDArray cold = forward.counts.eq(0).toType(DataType.FLOAT32, false);
      return scores.mul(cold.mul(-1).addi(1)).addi(cold.matMul(offsets)).toFloatArray();
    }
  }

  /**
   * One pass: {@code input} and {@code output} are in the network's units.
   *
   * @param mask bool [batch, width]
   * @param counts [batch, 1], observed entries
   * @param rowBias [batch, 1], rho of {@link RowTransform}; zeros without centring
   */
  private record Forward(
      NDArray mask,
      NDArray zeros,
      NDArray counts,
      NDArray rowBias,
      NDArray input,
      NDArray output) {}

  private Forward forward(NDManager batch, RatingMatrix matrix, int[] batchRows) {
    NDArray ratings = rows.load(batch, matrix, batchRows);
    NDArray mask = ratings.isNaN().logicalNot();
    NDArray maskNumbers = mask.toType(DataType.FLOAT32, false);
    NDArray zeros = ratings.zerosLike();
    NDArray counts = maskNumbers.sum(new int[] {1}, true);
    NDArray scales = counts.maximum(1).divi(transform.meanCount()).powi(-transform.inputExponent());
    NDArray input;
    NDArray rowBias;
    if (transform.centering() == Centering.BIAS) {
      NDArray residual = NDArrays.where(mask, ratings.sub(offsets), zeros);
      rowBias = residual.sum(new int[] {1}, true).divi(counts.add((float) transform.damping()));
      input = NDArrays.where(mask, residual.sub(rowBias).muli(transform.unit()), zeros);
    } else {
      rowBias = counts.zerosLike();
      NDArray shifted = ratings.sub(transform.scale().min()).muli(transform.unit());
      input = NDArrays.where(mask, shifted.addi(RowTransform.NETWORK_MIN), zeros);
    }
    NDArray sum = input.matMul(weights.encoder());
    if (shape.maskEncoder()) {
      sum.addi(maskNumbers.matMul(weights.maskEncoder()));
    }
    sum.muli(scales).addi(weights.hiddenBias());
    NDArray hidden = activate(sum);
    NDArray output = hidden.matMul(weights.decoder().transpose()).addi(weights.outputBias());
    if (shape.outputActivation() == OutputActivation.SIGMOID) {
      // Not in place: autograd needs the sigmoid.
      output =
          Activation.sigmoid(output).mul(RowTransform.NETWORK_RANGE).addi(RowTransform.NETWORK_MIN);
    }
    return new Forward(mask, zeros, counts, rowBias, input, output);
  }

  /** The paper's g. */
  private NDArray activate(NDArray sum) {
    return switch (shape.hiddenActivation()) {
      case IDENTITY -> sum;
      case SIGMOID -> Activation.sigmoid(sum);
      case TANH -> Activation.tanh(sum);
      case RELU -> Activation.relu(sum);
      case ELU -> Activation.elu(sum, 1f);
      case SELU -> Activation.selu(sum);
    };
  }

  @Override
  public NetworkWeights copyOfWeights(@Nullable NetworkWeights used) {
    return weights.copy();
  }

  @Override
  public AdamState state() {
    return new AdamState(weights.copy(), means.copy(), variances.copy(), null);
  }

  @Override
  public void close() {
    manager.close();
  }
}
