package io.autorec.trainer.training.sparse;

import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.network.NetworkShape;
import io.autorec.trainer.network.NetworkWeights;
import io.autorec.trainer.network.RowTransform;
import io.autorec.trainer.training.step.Adam;
import io.autorec.trainer.training.step.AdamState;
import io.autorec.trainer.training.step.ImplicitFactors;
import io.autorec.trainer.training.step.TrainableNetwork;
import io.autorec.trainer.training.step.Vectors;
import io.autorec.trainer.training.step.Workers;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The network on the processor, over observed entries only: if 95% of a row are missing, a dense
 * product would waste 95% of its work.
 *
 * <p>A step has two phases. The first goes by rows: each slice of the batch encodes its rows,
 * computes their errors and propagates these back to the hidden units. The second goes by columns:
 * everything that changes a column's weights is now known. So gradient and Adam step are one pass
 * while the column is in the cache, and no gradient of a whole matrix is ever stored. Every sum has
 * a fixed order, so the number of threads changes no bit of the result.
 */
public final class SparseNetwork implements TrainableNetwork {
  private static final int COLUMNS_PER_PART = 32;

  private final NetworkShape shape;
  private final RowTransform transform;
  private final NetworkWeights own;
  private final NetworkWeights weights;
  private final @Nullable ImplicitFactors factors;
  private final NetworkWeights means;
  private final NetworkWeights variances;
  private final SparseLayers layers;
  private final Workers workers;
  private final SparseReconstructor reconstructor;
  private double squaredError;

  /**
   * A network to train further.
   *
   * @param state from now on this network's own
   */
  public SparseNetwork(
      NetworkShape shape, RowTransform transform, AdamState state, Workers workers) {
    this(shape, transform, state, state.weights(), null, workers);
  }

  /**
   * A network to train further, with implicit factors.
   *
   * @param state from now on this network's own and that of the factors
   */
  public static SparseNetwork withFactors(
      ImplicitFactors factors,
      NetworkShape shape,
      RowTransform transform,
      AdamState state,
      Workers workers) {
    return new SparseNetwork(shape, transform, state, factors.weights(), factors, workers);
  }

  private SparseNetwork(
      NetworkShape shape,
      RowTransform transform,
      AdamState state,
      NetworkWeights weights,
      @Nullable ImplicitFactors factors,
      Workers workers) {
    this.shape = shape;
    this.transform = transform;
    this.own = state.weights();
    this.weights = weights;
    this.factors = factors;
    this.means = state.means();
    this.variances = state.variances();
    this.layers = new SparseLayers(shape, transform, weights);
    this.workers = workers;
    this.reconstructor = new SparseReconstructor(layers, workers);
  }

  @Override
  public void step(RatingMatrix training, int[] rows, float[] penalties, Adam adam) {
    int slices = Math.min(rows.length, workers.threads());
    SparseRows[] batch = new SparseRows[slices];
    workers.forEach(
        slices,
        slice -> {
          int from = (int) ((long) rows.length * slice / slices);
          int to = (int) ((long) rows.length * (slice + 1) / slices);
          batch[slice] = new SparseRows(transform, training, rows, from, to);
          encode(batch[slice]);
          propagateBack(batch[slice], rows, from);
        });
    int parts = (transform.width() + COLUMNS_PER_PART - 1) / COLUMNS_PER_PART;
    workers.forEach(
        parts,
        part -> {
          int end = Math.min(transform.width(), (part + 1) * COLUMNS_PER_PART);
          moveColumns(batch, part * COLUMNS_PER_PART, end, penalties, adam);
        });
    moveHiddenBias(batch, adam);
    double ofBatch = 0;
    for (SparseRows slice : batch) {
      for (double ofRow : slice.squaredErrors) {
        ofBatch += ofRow;
      }
    }
    squaredError += ofBatch;
  }

  @Override
  public double squaredError() {
    return squaredError;
  }

  @Override
  public void beginSquaredError(double before) {
    squaredError = before;
  }

  private void encode(SparseRows batch) {
    batch.hidden = new float[batch.rows()][];
    for (int row = 0; row < batch.rows(); row++) {
      batch.hidden[row] = weights.hiddenBias().clone();
    }
    for (int column = 0; column < transform.width(); column++) {
      for (int e = batch.columnStarts[column]; e < batch.columnStarts[column + 1]; e++) {
        int row = batch.rowOf[e];
        layers.encode(batch.hidden[row], column, batch.inputs[e], batch.rowScales[row]);
      }
    }
    for (float[] units : batch.hidden) {
      layers.activate(units);
    }
  }

  /** Computes the errors and the hidden gradients, and leaves them in the batch. */
  private void propagateBack(SparseRows batch, int[] rows, int from) {
    batch.hiddenGradients = new float[batch.rows()][shape.hiddenUnits()];
    float[] left = new float[batch.rows()];
    float[] slopes = new float[batch.rows()];
    if (factors != null) {
      for (int row = 0; row < batch.rows(); row++) {
        left[row] = Vectors.dot(batch.hidden[row], factors.ofDecoder(rows[from + row]));
      }
    }
    for (int column = 0; column < transform.width(); column++) {
      float[] decoder = weights.decoder()[column];
      for (int e = batch.columnStarts[column]; e < batch.columnStarts[column + 1]; e++) {
        int row = batch.rowOf[e];
        float output = layers.output(batch.hidden[row], column);
        if (factors != null) {
          output -= factors.norm(column) * left[row];
        }
        float error = output - batch.errors[e];
        batch.squaredErrors[row] += (double) error * error;
        batch.errors[e] = error * layers.outputSlope(output);
        Vectors.addScaled(batch.hiddenGradients[row], batch.errors[e], decoder);
        if (factors != null) {
          slopes[row] += factors.norm(column) * batch.errors[e];
        }
      }
    }
    for (int row = 0; row < batch.rows(); row++) {
      float[] gradients = batch.hiddenGradients[row];
      if (factors != null) {
        Vectors.addScaled(gradients, -slopes[row], factors.ofDecoder(rows[from + row]));
        Vectors.addScaled(
            factors.ofDecoderGradient(rows[from + row]), -slopes[row], batch.hidden[row]);
      }
      float[] units = batch.hidden[row];
      for (int unit = 0; unit < units.length; unit++) {
        gradients[unit] *= shape.hiddenActivation().slope(units[unit]);
      }
    }
  }

  private void moveColumns(SparseRows[] batch, int from, int to, float[] penalties, Adam adam) {
    float[] encoder = new float[shape.hiddenUnits()];
    float[] maskEncoder = new float[shape.hiddenUnits()];
    float[] decoder = new float[shape.hiddenUnits()];
    for (int column = from; column < to; column++) {
      if (!isObserved(batch, column)) {
        continue;
      }
      Arrays.fill(encoder, 0);
      Arrays.fill(maskEncoder, 0);
      Arrays.fill(decoder, 0);
      float outputBias = 0;
      for (SparseRows rows : batch) {
        for (int e = rows.columnStarts[column]; e < rows.columnStarts[column + 1]; e++) {
          int row = rows.rowOf[e];
          outputBias += rows.errors[e];
          Vectors.addScaled(decoder, rows.errors[e], rows.hidden[row]);
          Vectors.addScaled(encoder, rows.inputs[e], rows.hiddenGradients[row]);
          if (shape.maskEncoder()) {
            Vectors.addScaled(maskEncoder, rows.rowScales[row], rows.hiddenGradients[row]);
          }
        }
      }
      adam.move(
          own.encoder()[column],
          encoder,
          means.encoder()[column],
          variances.encoder()[column],
          penalties[column]);
      if (shape.maskEncoder()) {
        adam.move(
            own.maskEncoder()[column],
            maskEncoder,
            means.maskEncoder()[column],
            variances.maskEncoder()[column],
            penalties[column]);
      }
      adam.move(
          own.decoder()[column],
          decoder,
          means.decoder()[column],
          variances.decoder()[column],
          penalties[column]);
      adam.moveOne(
          own.outputBias(), column, outputBias, means.outputBias(), variances.outputBias());
      if (factors != null) {
        factors.onMoved(column, encoder, maskEncoder, decoder);
      }
    }
  }

  private static boolean isObserved(SparseRows[] batch, int column) {
    for (SparseRows rows : batch) {
      if (rows.columnStarts[column] < rows.columnStarts[column + 1]) {
        return true;
      }
    }
    return false;
  }

  private void moveHiddenBias(SparseRows[] batch, Adam adam) {
    float[] gradient = new float[shape.hiddenUnits()];
    for (SparseRows rows : batch) {
      for (float[] row : rows.hiddenGradients) {
        Vectors.addScaled(gradient, 1, row);
      }
    }
    adam.move(weights.hiddenBias(), gradient, means.hiddenBias(), variances.hiddenBias(), 0);
  }

  @Override
  public float[] predict(RatingMatrix input, RatingMatrix wanted) {
    return reconstructor.predict(input, wanted);
  }

  @Override
  public float[] reconstruct(RatingMatrix input, int[] rows) {
    return reconstructor.reconstruct(input, rows);
  }

  @Override
  public void moveFactors(Adam adam, float penalty) {
    if (factors != null) {
      factors.step(adam, penalty);
    }
  }

  @Override
  public NetworkWeights copyOfWeights(@Nullable NetworkWeights used) {
    if (used == null) {
      return own.copy();
    }
    own.copyTo(used);
    return used;
  }

  @Override
  public AdamState state() {
    return new AdamState(own, means, variances, factors == null ? null : factors.gradients());
  }

  @Override
  public void close() {
    // The workers are the caller's.
  }
}
