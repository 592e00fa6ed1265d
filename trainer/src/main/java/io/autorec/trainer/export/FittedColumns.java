package io.autorec.trainer.export;

import io.autorec.model.FoldIn;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.recipe.Centering;
import io.autorec.trainer.recipe.HyperParameters;
import io.autorec.trainer.recipe.OutputActivation;
import io.autorec.trainer.recipe.RowTransform;
import io.autorec.trainer.recipe.TrainedModel;
import io.autorec.trainer.recipe.TrainedNetwork;
import java.util.Optional;

/**
 * Gathers what a {@link FoldIn} needs from a trained model.
 *
 * <p>Several networks become one: their codes side by side, each scaled so that the variance that
 * the penalty allows a prediction is the mean of what the networks allow it, by their shares. A row
 * that was never rated in training has no code of its own and gets the mean of the others, so that
 * it is predicted the column's average.
 */
final class FittedColumns {
  /** A bias is fitted nearly freely, as in training; this keeps one rating from deciding it. */
  private static final float BIAS_DECAY = 1;

  /** Training without weight decay is possible; a fit without is not determined. */
  private static final double LEAST_DECAY = 1e-3;

  private final TrainedModel model;
  private final RatingMatrix training;
  private final int features;
  private final float[] codes;
  private final float[] offsets;
  private final float[] meanWeights;
  private double meanBias;

  private FittedColumns(TrainedModel model, RatingMatrix training) {
    this.model = model;
    this.training = training;
    this.features = model.hiddenUnits();
    this.codes = new float[Math.multiplyExact(training.rows(), features)];
    this.offsets = new float[training.rows()];
    this.meanWeights = new float[features];
  }

  /** What is needed; empty where an output activation makes the decoder other than linear. */
  static Optional<FoldIn> of(TrainedModel model, RatingMatrix training) {
    for (TrainedModel.Member member : model.members()) {
      if (member.network().hyper().outputActivation() != OutputActivation.IDENTITY) {
        return Optional.empty();
      }
    }
    FittedColumns columns = new FittedColumns(model, training);
    int first = 0;
    for (TrainedModel.Member member : model.members()) {
      columns.add(member, first);
      first += member.network().hyper().hiddenUnits();
    }
    columns.fillColdRows();
    return Optional.of(
        new FoldIn(
            columns.codes,
            columns.offsets,
            columns.meanWeights,
            (float) columns.meanBias,
            (float) columns.weightDecay(),
            BIAS_DECAY));
  }

  private double weightDecay() {
    return decay(model.members().get(0).network().hyper());
  }

  private static double decay(HyperParameters hyper) {
    return Math.max(LEAST_DECAY, hyper.weightDecay());
  }

  private void add(TrainedModel.Member member, int first) {
    TrainedNetwork network = member.network();
    HyperParameters hyper = network.hyper();
    RowTransform transform = network.transform();
    int units = hyper.hiddenUnits();
    double share = member.share();
    double scale = Math.sqrt(share / hyper.networks() * weightDecay() / decay(hyper));
    ItemCodes found = ItemCodes.of(hyper, transform, network.weights(), training);
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
    int warm = 0;
    double bias = 0;
    double[] sums = new double[units];
    for (int column = 0; column < transform.width(); column++) {
      if (transform.coldColumns()[column]) {
        continue;
      }
      warm++;
      float[] decoder = network.weights().decoder()[column];
      for (int k = 0; k < units; k++) {
        sums[k] += decoder[k];
      }
      bias += network.weights().outputBias()[column] / unit + constant;
      bias += transform.centering() == Centering.NONE ? 0 : transform.offset(column);
    }
    for (int k = 0; k < units; k++) {
      meanWeights[first + k] = (float) (share * sums[k] / warm / unit / scale);
    }
    meanBias += share * bias / warm;
  }

  private void fillColdRows() {
    double[] mean = new double[features];
    double offset = 0;
    for (int row = 0; row < training.rows(); row++) {
      double weight = (double) training.count(row) / training.size();
      for (int k = 0; k < features; k++) {
        mean[k] += weight * codes[row * features + k];
      }
      offset += weight * offsets[row];
    }
    for (int row = 0; row < training.rows(); row++) {
      if (training.count(row) == 0) {
        for (int k = 0; k < features; k++) {
          codes[row * features + k] = (float) mean[k];
        }
        offsets[row] = (float) offset;
      }
    }
  }
}
