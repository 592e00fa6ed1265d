package io.autorec.trainer.export;

import io.autorec.foldin.Codes;
import io.autorec.foldin.FoldIn;
import io.autorec.model.Orientation;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.network.Centering;
import io.autorec.trainer.network.OutputActivation;
import io.autorec.trainer.network.RowTransform;
import io.autorec.trainer.network.TrainedModel;
import io.autorec.trainer.network.TrainedNetwork;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/**
 * Gathers what a {@link FoldIn} needs from a trained model.
 *
 * <p>The codes are centred on their mean over the training ratings, and the bias makes up for it.
 * The model is the same, but in the prior only the bias now says how high a user rates, and the
 * weights say what the user prefers. Without centring, a single rating decides both. Several
 * networks become one: their codes are side by side, each scaled so that the variance that the
 * penalty allows a prediction is the mean of the networks' variances, weighted by their shares. A
 * row without training ratings gets the mean code, so that its prediction is the column's average.
 *
 * <p>In the average user each user counts the same. In the average item each item counts as often
 * as it was rated; otherwise the many items that few people wanted would make a bad average.
 */
final class FittedColumns {
  /** The decay of the bias: about as strong as the damping of users' and items' biases. */
  private static final double BIAS_DECAY = 5;

  /**
   * The least decay of the fit: training works without weight decay, but a fit would not be
   * determined.
   */
  private static final double LEAST_DECAY = 1e-3;

  private final TrainedModel model;
  private final RatingMatrix training;
  private final Function<TrainedNetwork, RowCodes> codesOf;
  private final int features;
  private final float[] codes;
  private final float[] offsets;
  private final boolean keepsColumns;
  // Empty unless they are kept.
  private final float[] columns;
  private final float[] meanWeights;
  // What each column counts in the average.
  private final double[] weights;
  private double meanBias;

  private FittedColumns(
      Orientation kind,
      TrainedModel model,
      RatingMatrix training,
      Function<TrainedNetwork, RowCodes> codesOf,
      boolean keepsColumns) {
    this.model = model;
    this.training = training;
    this.codesOf = codesOf;
    this.features = model.hiddenUnits();
    this.codes = new float[training.rows() * features];
    this.offsets = new float[training.rows()];
    this.keepsColumns = keepsColumns;
    this.columns = new float[keepsColumns ? training.width() * features : 0];
    this.meanWeights = new float[features];
    this.weights = weights(kind);
  }

  /**
   * Gathers what is needed. It is empty if an output activation makes the decoder nonlinear, or if
   * the codes of the rows take more than a gibibyte. Those of the columns, which only comparisons
   * of columns need, are left out if both together take more.
   *
   * @param kind whether columns are users or items
   * @param codesOf computes the rows' codes in a network
   */
  static Optional<FoldIn> of(
      Orientation kind,
      TrainedModel model,
      RatingMatrix training,
      Function<TrainedNetwork, RowCodes> codesOf) {
    for (TrainedModel.Member member : model.members()) {
      if (member.network().shape().outputActivation() != OutputActivation.IDENTITY) {
        return Optional.empty();
      }
    }
    long bytes = (long) model.hiddenUnits() * Float.BYTES;
    if (bytes * training.rows() > OnnxExport.MOST_FOLD_IN_BYTES) {
      return Optional.empty();
    }
    boolean keepsColumns =
        bytes * ((long) training.rows() + training.width()) <= OnnxExport.MOST_FOLD_IN_BYTES;
    FittedColumns columns = new FittedColumns(kind, model, training, codesOf, keepsColumns);
    int first = 0;
    for (TrainedModel.Member member : model.members()) {
      columns.add(member, first);
      first += member.network().shape().hiddenUnits();
    }
    columns.takeFromMean();
    if (keepsColumns) {
      columns.compareByPredictions();
    }
    return Optional.of(
        new FoldIn(
            new Codes(columns.codes, columns.features),
            columns.offsets,
            new Codes(columns.columns, columns.features),
            columns.meanWeights,
            (float) columns.meanBias,
            (float) columns.weightDecay(),
            (float) BIAS_DECAY));
  }

  private double weightDecay() {
    return decay(model.members().get(0).network());
  }

  private static double decay(TrainedNetwork network) {
    return Math.max(LEAST_DECAY, network.weightDecay());
  }

  private void add(TrainedModel.Member member, int first) {
    TrainedNetwork network = member.network();
    RowTransform transform = network.transform();
    int units = network.shape().hiddenUnits();
    double share = member.share();
    double scale = Math.sqrt(share / network.networks() * weightDecay() / decay(network));
    RowCodes found = codesOf.apply(network);
    for (int row = 0; row < training.rows(); row++) {
      for (int unit = 0; unit < units; unit++) {
        codes[row * features + first + unit] = (float) (scale * found.codes()[row * units + unit]);
      }
      offsets[row] += (float) (share * found.rowBiases()[row]);
    }
    double unit = transform.unit();
    double constant =
        transform.centering() == Centering.NONE
            ? transform.scale().min() - RowTransform.NETWORK_MIN / unit
            : 0;
    double warm = 0;
    double bias = 0;
    double[] sums = new double[units];
    for (int column = 0; column < transform.width(); column++) {
      if (transform.coldColumns()[column]) {
        continue;
      }
      double weight = weights[column];
      warm += weight;
      float[] decoder = network.weights().decoder()[column];
      for (int k = 0; k < units; k++) {
        sums[k] += weight * decoder[k];
      }
      for (int k = 0; k < units && keepsColumns; k++) {
        columns[column * features + first + k] = (float) (share * decoder[k] / unit / scale);
      }
      bias += weight * (network.weights().outputBias()[column] / unit + constant);
      bias += weight * (transform.centering() == Centering.NONE ? 0 : transform.offset(column));
    }
    for (int k = 0; k < units; k++) {
      float mean = (float) (share * sums[k] / warm / unit / scale);
      meanWeights[first + k] = mean;
      for (int column = 0; column < transform.width() && keepsColumns; column++) {
        if (!transform.coldColumns()[column]) {
          columns[column * features + first + k] -= mean;
        }
      }
    }
    meanBias += share * bias / warm;
  }

  private double[] weights(Orientation kind) {
    double[] counted = new double[training.width()];
    if (kind == Orientation.USER) {
      Arrays.fill(counted, 1);
      return counted;
    }
    for (int i = 0; i < training.size(); i++) {
      counted[training.column(i)]++;
    }
    return counted;
  }

  private double[] shares() {
    double[] shares = new double[training.rows()];
    Arrays.setAll(shares, row -> (double) training.count(row) / training.size());
    return shares;
  }

  private void compareByPredictions() {
    new PredictionMetric(codes, shares()).apply(columns);
  }

  private void takeFromMean() {
    double[] shares = shares();
    double[] mean = new double[features];
    double meanOffset = 0;
    for (int row = 0; row < training.rows(); row++) {
      double share = shares[row];
      for (int k = 0; k < features; k++) {
        mean[k] += share * codes[row * features + k];
      }
      meanOffset += share * offsets[row];
    }
    for (int row = 0; row < training.rows(); row++) {
      boolean cold = training.count(row) == 0;
      for (int k = 0; k < features; k++) {
        int at = row * features + k;
        codes[at] = cold ? 0 : (float) (codes[at] - mean[k]);
      }
      if (cold) {
        offsets[row] = (float) meanOffset;
      }
    }
    for (int k = 0; k < features; k++) {
      meanBias += mean[k] * meanWeights[k];
    }
  }
}
