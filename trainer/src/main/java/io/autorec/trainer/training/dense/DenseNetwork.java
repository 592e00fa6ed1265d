package io.autorec.trainer.training.dense;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.network.NetworkShape;
import io.autorec.trainer.network.NetworkWeights;
import io.autorec.trainer.network.RowTransform;
import io.autorec.trainer.network.TrainedNetwork;
import io.autorec.trainer.training.step.Adam;
import io.autorec.trainer.training.step.AdamState;
import io.autorec.trainer.training.step.TrainableNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The network on PyTorch, over whole rows: h(r) = f(W g(V r + U m + mu) + b). A device waits for
 * each operation to be asked for, which takes longer than most of them. So V and U are one matrix,
 * the gradients are written out here, and the errors are added up when somebody asks.
 *
 * <p>Arrays of one batch live in that batch's manager. DJL gives a result to the manager of the
 * first operand, so batch arrays always come first.
 */
public final class DenseNetwork implements TrainableNetwork {
  private final NetworkShape shape;
  private final DenseActivations activations;
  private final RowTransform transform;
  private final NDManager manager;
  private final DenseParameters weights;
  // Null in a network that is not trained further.
  private final @Nullable DenseParameters means;
  private final @Nullable DenseParameters variances;
  // Of steps whose errors nobody has asked for, one number each.
  private final List<NDArray> squaredErrors = new ArrayList<>();
  private double squaredErrorBefore;

  private DenseNetwork(
      Device device,
      NetworkShape shape,
      RowTransform transform,
      NetworkWeights weights,
      @Nullable AdamState state) {
    this.shape = shape;
    this.activations = new DenseActivations(shape);
    this.transform = transform;
    this.manager = Engine.getInstance().newBaseManager(device);
    this.weights = DenseParameters.on(manager, weights);
    this.means = state == null ? null : DenseParameters.on(manager, state.means());
    this.variances = state == null ? null : DenseParameters.on(manager, state.variances());
  }

  /** A network on the processor that is not trained further. */
  static DenseNetwork of(TrainedNetwork network) {
    return new DenseNetwork(
        Device.cpu(), network.shape(), network.transform(), network.weights(), null);
  }

  /** A network to train further. */
  public DenseNetwork(Device device, NetworkShape shape, RowTransform transform, AdamState state) {
    this(device, shape, transform, state.weights(), state);
  }

  /**
   * The values of a batch of rows.
   *
   * @param inputs [rows, width or, with a mask encoder, 2 width]
   * @param hidden [rows, hidden]
   * @param sums [rows, width], before the paper's f
   */
  private record Layers(NDArray inputs, NDArray hidden, NDArray sums) {}

  @Override
  public void step(RatingMatrix training, int[] rows, float[] penalties, Adam adam) {
    DenseParameters firstMoments = Objects.requireNonNull(means);
    DenseParameters secondMoments = Objects.requireNonNull(variances);
    try (NDManager batch = manager.newSubManager()) {
      RatedCells rated = RatedCells.of(transform, training, rows, shape.maskEncoder());
      Layers layers = forward(batch, rated);
      NDArray cells = batch.create(rated.cells());
      NDArray sums = layers.sums.reshape(-1).gather(cells, 0);
      NDArray errors = activations.output(sums).sub(batch.create(rated.targets()));
      NDArray squaredError = errors.mul(errors).sum();
      squaredError.attach(manager);
      squaredErrors.add(squaredError);

      // Of the objective: half the sum of the squared errors.
      NDArray ofSums =
          dense(cells, activations.timesOutputSlope(errors, sums), rows.length, transform.width());
      NDArray ofDecoder = ofSums.transpose().matMul(layers.hidden);
      NDArray ofHidden = activations.timesSlope(ofSums.matMul(weights.decoder()), layers.hidden);
      NDArray ofEncoders = layers.inputs.transpose().matMul(ofHidden);
      int[] overRows = {0};
      DenseAdam step = new DenseAdam(batch, adam, observed(training, rows));
      step.moveMatrices(
          weights,
          NDArrays.concat(new NDList(ofEncoders, ofDecoder)),
          penalties,
          firstMoments,
          secondMoments);
      step.moveBiases(
          weights,
          NDArrays.concat(new NDList(ofHidden.sum(overRows), ofSums.sum(overRows))),
          firstMoments,
          secondMoments);
    }
  }

  private Layers forward(NDManager batch, RatedCells rated) {
    NDArray inputCells = batch.create(rated.inputCells());
    long inputWidth = (weights.parts() - 1L) * transform.width();
    NDArray inputs = dense(inputCells, batch.create(rated.inputs()), rated.rows(), inputWidth);
    NDArray hidden =
        activations.activate(inputs.matMul(weights.encoders()).addi(weights.hiddenBias()));
    NDArray sums = hidden.matMul(weights.decoderOfUnits()).addi(weights.outputBias());
    return new Layers(inputs, hidden, sums);
  }

  /** Rows with some values at their cells, and 0 elsewhere. */
  private static NDArray dense(NDArray cells, NDArray values, int rows, long width) {
    return cells
        .getManager()
        .zeros(new Shape(rows * width))
        .scatter(cells, values, 0)
        .reshape(rows, width);
  }

  private static boolean[] observed(RatingMatrix training, int[] rows) {
    boolean[] observed = new boolean[training.width()];
    for (int row : rows) {
      for (int i = training.start(row); i < training.start(row + 1); i++) {
        observed[training.column(i)] = true;
      }
    }
    return observed;
  }

  @Override
  public double squaredError() {
    for (NDArray ofStep : squaredErrors) {
      squaredErrorBefore += ofStep.getFloat();
      ofStep.close();
    }
    squaredErrors.clear();
    return squaredErrorBefore;
  }

  @Override
  public void beginSquaredError(double before) {
    squaredErrors.forEach(NDArray::close);
    squaredErrors.clear();
    squaredErrorBefore = before;
  }

  @Override
  public float[] reconstruct(RatingMatrix input, int[] rows) {
    float[] predictions = scores(input, rows);
    transform.answerColdColumns(input, rows, predictions);
    transform.scale().clip(predictions);
    return predictions;
  }

  /** The reconstruction, before the fallback of cold columns and clipping. */
  float[] scores(RatingMatrix input, int[] rows) {
    try (NDManager batch = manager.newSubManager()) {
      RatedCells rated = RatedCells.of(transform, input, rows, shape.maskEncoder());
      float[] scores = activations.output(forward(batch, rated).sums).toFloatArray();
      int width = transform.width();
      for (int b = 0; b < rows.length; b++) {
        float rowBias = transform.rowBias(input, rows[b]);
        for (int column = 0; column < width; column++) {
          int at = b * width + column;
          scores[at] = score(input, rows[b], column, scores[at], rowBias);
        }
      }
      return scores;
    }
  }

  private float score(RatingMatrix input, int row, int column, float output, float rowBias) {
    return input.count(row) == 0
        ? transform.offset(column)
        : transform.uncenter(output, column, rowBias);
  }

  /** Only what is asked for comes back from the device. */
  @Override
  public float[] predict(RatingMatrix input, RatingMatrix wanted) {
    float[] predictions = new float[wanted.size()];
    int[] rows = wanted.observedRows();
    for (int from = 0; from < rows.length; from += BATCH_ROWS) {
      predict(
          input,
          wanted,
          Arrays.copyOfRange(rows, from, Math.min(rows.length, from + BATCH_ROWS)),
          predictions);
    }
    transform.scale().clip(predictions);
    return predictions;
  }

  private void predict(RatingMatrix input, RatingMatrix wanted, int[] rows, float[] predictions) {
    try (NDManager batch = manager.newSubManager()) {
      RatedCells rated = RatedCells.of(transform, input, rows, shape.maskEncoder());
      NDArray cells = batch.create(RatedCells.cells(wanted, rows));
      NDArray sums = forward(batch, rated).sums.reshape(-1).gather(cells, 0);
      float[] outputs = activations.output(sums).toFloatArray();
      int entry = 0;
      for (int row : rows) {
        float rowBias = transform.rowBias(input, row);
        float rho = transform.rho(input, row);
        for (int i = wanted.start(row); i < wanted.start(row + 1); i++) {
          int column = wanted.column(i);
          predictions[i] =
              transform.coldColumns()[column]
                  ? transform.offset(column) + rho
                  : score(input, row, column, outputs[entry], rowBias);
          entry++;
        }
      }
    }
  }

  @Override
  public NetworkWeights copyOfWeights(@Nullable NetworkWeights used) {
    return weights.copy();
  }

  @Override
  public AdamState state() {
    return new AdamState(
        weights.copy(),
        Objects.requireNonNull(means).copy(),
        Objects.requireNonNull(variances).copy(),
        null);
  }

  @Override
  public void close() {
    manager.close();
  }
}
