package io.autorec.trainer.training.step;

import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.network.NetworkShape;
import io.autorec.trainer.network.NetworkWeights;
import io.autorec.trainer.network.RowTransform;
import java.util.Arrays;

/**
 * The other implicit side of a network: which rows observe a column. The mask encoder sees which
 * columns a row observes, whatever their rating; this is the same seen from the columns.
 *
 * <p>Each row j has a vector y_j for each weight matrix, as each item has in SVD++ (Koren, KDD
 * 2008, section 4), and the weights of a column c are
 *
 * <pre>w_c = own_c + |N(c)|^-1/2 sum over j in N(c) of y_j,</pre>
 *
 * with N(c) the training rows that observe it. So columns share what others with the same rows have
 * learnt. In training the decoder leaves y_j out where it predicts the ratings of row j: that a row
 * observes a column must not tell it anything about itself. The penalty of training holds for the
 * own weights and for the factors. After training the sums are part of the weights, and the factors
 * are not needed any more.
 *
 * <p>The parameters of a network with factors are {@link NetworkWeights} that have, after the own
 * weights of the columns, the factors of the rows. They start at zero.
 */
public final class ImplicitFactors {
  /** The largest part of Adam's step size that a step of the factors has. */
  private static final double LARGEST_RATE = 0.6;

  /**
   * How far the input of a hidden unit may move in a step, in a row of average length, if all
   * factors move the same way. Sigmoids end up saturated if it is much more.
   */
  private static final double LARGEST_MOVE = 0.35;

  /** Rows or columns that a thread works on at once. */
  private static final int PART = 64;

  private final RatingMatrix training;
  private final NetworkShape shape;
  private final AdamState state;
  private final NetworkWeights gradients;
  private final Workers workers;
  private final int width;
  private final RatingMatrix byColumn;
  private final float[] norms;
  private final NetworkWeights sums;
  private final NetworkWeights weights;
  private final float encoderRate;
  private final float maskEncoderRate;

  /**
   * The factors of a network in training.
   *
   * @param transform the transform around the network
   * @param state the parameters, with factors; from now on these factors' own
   * @param learningRate the first step size of Adam
   */
  public ImplicitFactors(
      RatingMatrix training,
      NetworkShape shape,
      RowTransform transform,
      AdamState state,
      double learningRate,
      Workers workers) {
    this.training = training;
    this.shape = shape;
    this.state = state;
    this.gradients = state.gradients() == null ? state.weights().zeros() : state.gradients();
    this.workers = workers;
    this.width = training.width();
    this.byColumn = training.transposed();
    this.norms = new float[width];
    for (int column = 0; column < width; column++) {
      norms[column] = (float) (1 / Math.sqrt(Math.max(1, byColumn.count(column))));
    }
    this.sums = shape.zeros(width);
    NetworkWeights own = state.weights();
    this.weights =
        new NetworkWeights(
            new float[width][shape.hiddenUnits()],
            new float[own.maskEncoder().length == 0 ? 0 : width][shape.hiddenUnits()],
            own.hiddenBias(),
            new float[width][shape.hiddenUnits()],
            own.outputBias());
    double ofMask =
        learningRate
            * transform.meanCount()
            * Math.sqrt((double) training.size() / training.observedColumns());
    this.maskEncoderRate = (float) Math.min(LARGEST_RATE, LARGEST_MOVE / ofMask);
    this.encoderRate =
        (float) Math.min(LARGEST_RATE, LARGEST_MOVE / (ofMask * transform.typicalInput(training)));
    addUp();
  }

  /**
   * The weights of a network without its factors.
   *
   * @param weights with factors
   * @param training what they were trained on
   */
  public static NetworkWeights folded(
      NetworkWeights weights,
      RatingMatrix training,
      NetworkShape shape,
      RowTransform transform,
      Workers workers) {
    NetworkWeights all =
        new ImplicitFactors(
                training,
                shape,
                transform,
                new AdamState(weights, weights, weights, weights),
                1,
                workers)
            .weights;
    return new NetworkWeights(
        all.encoder(),
        all.maskEncoder(),
        all.hiddenBias(),
        all.decoder(),
        Arrays.copyOf(all.outputBias(), training.width()));
  }

  /** The weights of the columns with the sums of factors. They follow every step. */
  public NetworkWeights weights() {
    return weights;
  }

  /** The gradients that were gathered since the factors' last step, in their shape. */
  public NetworkWeights gradients() {
    return gradients;
  }

  /** The decoder's factors of a row, y_j; not to be changed. */
  public float[] ofDecoder(int row) {
    return state.weights().decoder()[width + row];
  }

  /** The gradient of a row's decoder factors by itself, to add to. */
  public float[] ofDecoderGradient(int row) {
    return gradients.decoder()[width + row];
  }

  /** The share that each of a column's rows has in its sum, |N(c)|^-1/2. */
  public float norm(int column) {
    return norms[column];
  }

  /** Takes the gradients of a column, whose own weights have just moved. */
  public void onMoved(int column, float[] encoder, float[] maskEncoder, float[] decoder) {
    Vectors.addScaled(gradients.encoder()[column], 1, encoder);
    Vectors.addScaled(gradients.decoder()[column], 1, decoder);
    if (shape.maskEncoder()) {
      Vectors.addScaled(gradients.maskEncoder()[column], 1, maskEncoder);
    }
    addUp(column);
  }

  /**
   * Moves the factors down the gradients that were gathered.
   *
   * @param penalty times a factor is added to its gradient
   */
  public void step(Adam adam, float penalty) {
    NetworkWeights factors = state.weights();
    NetworkWeights means = state.means();
    NetworkWeights variances = state.variances();
    move(
        adam.times(encoderRate),
        penalty,
        gradients.encoder(),
        factors.encoder(),
        means.encoder(),
        variances.encoder());
    if (shape.maskEncoder()) {
      move(
          adam.times(maskEncoderRate),
          penalty,
          gradients.maskEncoder(),
          factors.maskEncoder(),
          means.maskEncoder(),
          variances.maskEncoder());
    }
    move(
        adam.times((float) LARGEST_RATE),
        penalty,
        gradients.decoder(),
        factors.decoder(),
        means.decoder(),
        variances.decoder());
    addUp();
  }

  private void move(
      Adam adam,
      float penalty,
      float[][] gradients,
      float[][] factors,
      float[][] means,
      float[][] variances) {
    forEachPart(
        training.rows(),
        (from, to) -> {
          for (int row = from; row < to; row++) {
            int at = width + row;
            if (training.count(row) > 0) {
              for (int i = training.start(row); i < training.start(row + 1); i++) {
                int column = training.column(i);
                Vectors.addScaled(gradients[at], norms[column], gradients[column]);
              }
              adam.move(factors[at], gradients[at], means[at], variances[at], penalty);
              Arrays.fill(gradients[at], 0);
            }
          }
        });
    for (int column = 0; column < width; column++) {
      Arrays.fill(gradients[column], 0);
    }
  }

  private void addUp() {
    NetworkWeights factors = state.weights();
    forEachPart(
        width,
        (from, to) -> {
          for (int column = from; column < to; column++) {
            addUp(factors.encoder(), column, sums.encoder()[column]);
            addUp(factors.decoder(), column, sums.decoder()[column]);
            if (shape.maskEncoder()) {
              addUp(factors.maskEncoder(), column, sums.maskEncoder()[column]);
            }
            addUp(column);
          }
        });
  }

  private void addUp(float[][] factors, int column, float[] sum) {
    Arrays.fill(sum, 0);
    for (int i = byColumn.start(column); i < byColumn.start(column + 1); i++) {
      Vectors.addScaled(sum, norms[column], factors[width + byColumn.column(i)]);
    }
  }

  private void addUp(int column) {
    NetworkWeights own = state.weights();
    Vectors.sum(weights.encoder()[column], own.encoder()[column], sums.encoder()[column]);
    Vectors.sum(weights.decoder()[column], own.decoder()[column], sums.decoder()[column]);
    if (shape.maskEncoder()) {
      Vectors.sum(
          weights.maskEncoder()[column], own.maskEncoder()[column], sums.maskEncoder()[column]);
    }
  }

  private interface Part {
    void accept(int from, int to);
  }

  private void forEachPart(int count, Part part) {
    workers.forEach(
        (count + PART - 1) / PART,
        number -> part.accept(number * PART, Math.min(count, (number + 1) * PART)));
  }
}
