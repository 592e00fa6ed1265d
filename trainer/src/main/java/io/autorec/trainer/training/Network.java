package io.autorec.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import io.autorec.model.RatingScale;
import io.autorec.trainer.evaluation.Reconstructor;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.recipe.Centering;
import io.autorec.trainer.recipe.HyperParameters;
import io.autorec.trainer.recipe.NetworkWeights;
import io.autorec.trainer.recipe.OutputActivation;
import io.autorec.trainer.recipe.RowTransform;
import java.util.List;

/**
 * The network on a device: h(r) = f(W g(V r + mu) + b), with its gradients written out.
 *
 * <p>Arrays of one batch live in that batch's manager. DJL gives a result to the manager of the
 * first operand, so batch arrays always come first.
 */
final class Network implements Reconstructor {
  private final HyperParameters hyper;
  private final RowTransform transform;
  private final NDManager manager;
  private final RowBatch rows;
  private final NDArray encoder;
  private final NDArray hiddenBias;
  private final NDArray decoder;
  private final NDArray outputBias;
  private final NDArray offsets;

  Network(
      NDManager manager, HyperParameters hyper, RowTransform transform, NetworkWeights weights) {
    int width = transform.width();
    this.hyper = hyper;
    this.transform = transform;
    this.manager = manager;
    this.rows = new RowBatch(Math.max(hyper.batchSize(), 256), width);
    this.encoder = manager.create(weights.encoder(), new Shape(width, hyper.hiddenUnits()));
    this.hiddenBias = manager.create(weights.hiddenBias());
    this.decoder = manager.create(weights.decoder(), new Shape(hyper.hiddenUnits(), width));
    this.outputBias = manager.create(weights.outputBias());
    this.offsets = manager.create(transform.offsets(), new Shape(1, width));
  }

  /** The parameters, in the order of {@link Gradients#list}. */
  List<NDArray> parameters() {
    return List.of(encoder, hiddenBias, decoder, outputBias);
  }

  /** A copy of the parameters. */
  NetworkWeights weights() {
    return new NetworkWeights(
        encoder.toFloatArray(),
        hiddenBias.toFloatArray(),
        decoder.toFloatArray(),
        outputBias.toFloatArray());
  }

  /** Gradients of the objective on a batch, and the batch's sum of squared errors. */
  record Gradients(
      NDArray encoder,
      NDArray hiddenBias,
      NDArray decoder,
      NDArray outputBias,
      double squaredError) {
    List<NDArray> list() {
      return List.of(encoder, hiddenBias, decoder, outputBias);
    }
  }

  /**
   * Differentiates 1/2 (sum of squared errors) + penalty/2 (|V|^2 + |W|^2) on some rows.
   *
   * @param batch manager of everything made here
   * @param penalty lambda times the share of the training rows that the batch is
   */
  Gradients gradients(NDManager batch, RatingMatrix input, int[] batchRows, double penalty) {
    Forward forward = forward(batch, input, batchRows);
    NDArray error = NDArrays.where(forward.mask, forward.output.sub(forward.input), forward.zeros);
    double squaredError = error.square().sum().getFloat();
    if (hyper.outputActivation() == OutputActivation.SIGMOID) {
      RatingScale scale = transform.scale();
      NDArray slope = forward.output.sub(scale.min());
      slope.muli(forward.output.mul(-1).addi(scale.max())).divi(scale.max() - scale.min());
      error.muli(slope);
    }
    NDArray decoderGradient = forward.hidden.transpose().matMul(error);
    NDArray hiddenGradient = error.matMul(decoder.transpose());
    HiddenLayer.backward(hyper.hiddenActivation(), forward.hidden, hiddenGradient);
    NDArray encoderGradient = forward.input.transpose().matMul(hiddenGradient);
    addScaled(encoderGradient, encoder, penalty);
    addScaled(decoderGradient, decoder, penalty);
    return new Gradients(
        encoderGradient,
        hiddenGradient.sum(new int[] {0}),
        decoderGradient,
        error.sum(new int[] {0}),
        squaredError);
  }

  @Override
  public float[] reconstruct(RatingMatrix input, int[] batchRows) {
    try (NDManager batch = manager.newSubManager()) {
      Forward forward = forward(batch, input, batchRows);
      NDArray scores = forward.output;
      if (transform.centering() == Centering.BIAS) {
        scores = scores.add(offsets).add(forward.rowBias);
      }
      // where() does not broadcast: blend by multiplying with 0 and 1.
      NDArray cold = forward.counts.eq(0).toType(DataType.FLOAT32, false);
      scores = scores.mul(cold.mul(-1).addi(1)).addi(cold.matMul(offsets));
      return scores.clip(transform.scale().min(), transform.scale().max()).toFloatArray();
    }
  }

  /**
   * One pass: {@code output} is in the space of {@code input}, ratings or residuals.
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
      NDArray hidden,
      NDArray output) {}

  private Forward forward(NDManager batch, RatingMatrix matrix, int[] batchRows) {
    NDArray ratings = rows.load(batch, matrix, batchRows);
    NDArray mask = ratings.isNaN().logicalNot();
    NDArray zeros = ratings.zerosLike();
    NDArray counts = mask.toType(DataType.FLOAT32, false).sum(new int[] {1}, true);
    NDArray input;
    NDArray rowBias;
    if (transform.centering() == Centering.BIAS) {
      NDArray residual = NDArrays.where(mask, ratings.sub(offsets), zeros);
      rowBias = residual.sum(new int[] {1}, true).divi(counts.add((float) transform.damping()));
      input = NDArrays.where(mask, residual.sub(rowBias), zeros);
    } else {
      rowBias = counts.zerosLike();
      input = NDArrays.where(mask, ratings, zeros);
    }
    NDArray hidden =
        HiddenLayer.activate(hyper.hiddenActivation(), input.matMul(encoder).addi(hiddenBias));
    NDArray output = hidden.matMul(decoder).addi(outputBias);
    if (hyper.outputActivation() == OutputActivation.SIGMOID) {
      RatingScale scale = transform.scale();
      output = Activation.sigmoid(output).muli(scale.max() - scale.min()).addi(scale.min());
    }
    return new Forward(mask, zeros, counts, rowBias, input, hidden, output);
  }

  private static void addScaled(NDArray target, NDArray parameter, double factor) {
    try (NDArray scaled = parameter.mul((float) factor)) {
      target.addi(scaled);
    }
  }
}
