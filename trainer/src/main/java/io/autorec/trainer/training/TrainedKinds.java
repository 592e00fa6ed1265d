package io.autorec.trainer.training;

import io.autorec.trainer.network.Centering;
import io.autorec.trainer.network.NetworkWeights;
import io.autorec.trainer.network.RowTransform;
import io.autorec.trainer.network.TrainedNetwork;
import io.autorec.trainer.settings.HyperParameters;
import io.autorec.trainer.settings.HyperParametersBuilder;
import io.autorec.trainer.settings.Selection;
import java.util.ArrayList;
import java.util.List;

/**
 * The networks of a finished run by kind, and the model of them: with the shares that were given,
 * or with those that {@link ModelSelection} chooses.
 *
 * @param networks the best networks, by their place
 */
record TrainedKinds(
    HyperParameters hyper,
    RowTransform transform,
    Schedule schedule,
    List<NetworkWeights> networks) {
  ModelSelection.Selected select(ModelSelection selection) {
    TrainedNetwork first = mean(0);
    if (hyper.kinds() == 1) {
      double share = 1 - hyper.biasShare();
      Shares shares =
          hyper.centering() == Centering.BIAS ? new Shares(0, share) : new Shares(share, 0);
      return new ModelSelection.Selected(ModelSelection.mixture(first, first, shares), settled());
    }
    TrainedNetwork residual = mean(1);
    if (hyper.selection().shares()) {
      return selection.select(first, residual, hyper);
    }
    double share = 1 - hyper.residualShare() - hyper.biasShare();
    return new ModelSelection.Selected(
        ModelSelection.mixture(first, residual, new Shares(share, hyper.residualShare())),
        settled());
  }

  /** The mean of the networks of a kind. */
  private TrainedNetwork mean(int kind) {
    HyperParameters ofKind = schedule.chosen(kind);
    List<NetworkWeights> members = new ArrayList<>();
    for (int place = kind; place < hyper.allNetworks(); place += hyper.kinds()) {
      members.add(networks.get(place));
    }
    return TrainedNetwork.mean(
        ofKind.shape(), transform.with(ofKind.centering()), ofKind.weightDecay(), members);
  }

  private HyperParameters settled() {
    return HyperParametersBuilder.builder(schedule.chosen(0)).selection(Selection.NONE).build();
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
