package io.autorec.trainer.training;

import io.autorec.trainer.network.Centering;
import io.autorec.trainer.network.NetworkWeights;
import io.autorec.trainer.network.RowTransform;
import io.autorec.trainer.network.TrainedModel;
import io.autorec.trainer.network.TrainedNetwork;
import io.autorec.trainer.settings.HyperParameters;
import io.autorec.trainer.training.step.ImplicitFactors;
import java.util.ArrayList;
import java.util.List;

/**
 * The networks of a finished run by kind, and the model of them: with the shares that were given,
 * or with those that {@link ModelSelection} chooses.
 *
 * @param hyper the hyper-parameters with all that the schedule has chosen
 * @param choosesShares whether the shares are chosen
 * @param networks the best networks, by their place
 */
record TrainedKinds(
    HyperParameters hyper,
    boolean choosesShares,
    RowTransform transform,
    Schedule schedule,
    List<NetworkWeights> networks) {
  ModelSelection.Selected select(ModelSelection selection) {
    return choosesShares && schedule.kinds() > 1
        ? selection.select(mean(0, selection), mean(1, selection), hyper)
        : new ModelSelection.Selected(mixture(hyper, selection), hyper);
  }

  /**
   * The model with given shares.
   *
   * @param shares hyper-parameters with the shares
   */
  TrainedModel mixture(HyperParameters shares, ModelSelection selection) {
    TrainedNetwork first = mean(0, selection);
    TrainedNetwork residual = schedule.kinds() == 1 ? first : mean(1, selection);
    double ofNetworks = 1 - shares.biasShare();
    return ModelSelection.mixture(
        first,
        residual,
        shares.centering() == Centering.BIAS
            ? new Shares(0, ofNetworks)
            : new Shares(ofNetworks - shares.residualShare(), shares.residualShare()));
  }

  /** Returns true if the network at a place has a share of a model. */
  boolean isUsed(int place, HyperParameters model) {
    boolean isResidual = model.centering() == Centering.BIAS;
    return schedule.kinds() == 1
        || (place % 2 == 0 ? !isResidual : isResidual || model.residualShare() > 0);
  }

  /** The mean of the networks of a kind. */
  private TrainedNetwork mean(int kind, ModelSelection selection) {
    HyperParameters ofKind = schedule.chosen(kind);
    RowTransform around = transform.with(ofKind.centering());
    List<NetworkWeights> members = new ArrayList<>();
    for (int place = kind; place < networks.size(); place += schedule.kinds()) {
      NetworkWeights weights = networks.get(place);
      members.add(
          ofKind.hasFactors()
              ? ImplicitFactors.folded(
                  weights, selection.training(), ofKind.shape(), around, selection.workers())
              : weights);
    }
    return TrainedNetwork.mean(ofKind.shape(), around, ofKind.weightDecay(), members);
  }

  /**
   * The first training of the kind with the largest share of a model.
   *
   * @param hyper what the run was to train
   * @param selected what became of it
   */
  static int training(HyperParameters hyper, HyperParameters selected) {
    boolean isResidual =
        hyper.kinds() > 1
            && (selected.centering() == Centering.BIAS || selected.residualShare() > 0.5);
    return isResidual ? 2 : 1;
  }
}
