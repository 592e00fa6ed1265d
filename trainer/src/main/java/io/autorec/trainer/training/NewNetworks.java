package io.autorec.trainer.training;

import ai.djl.Device;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.network.NetworkShape;
import io.autorec.trainer.network.NetworkWeights;
import io.autorec.trainer.network.RowTransform;
import io.autorec.trainer.settings.HyperParameters;
import io.autorec.trainer.training.dense.DenseNetwork;
import io.autorec.trainer.training.sparse.SparseNetwork;
import io.autorec.trainer.training.step.AdamState;
import io.autorec.trainer.training.step.ImplicitFactors;
import io.autorec.trainer.training.step.TrainableNetwork;
import io.autorec.trainer.training.step.Workers;

/**
 * Makes the networks that are trained on some ratings.
 *
 * @param transform the transform around each, with any centring
 */
record NewNetworks(
    TrainingDevice device, RatingMatrix training, RowTransform transform, Workers workers) {
  /** The weights that a training starts from. */
  NetworkWeights initial(HyperParameters hyper, long seed) {
    RowTransform centred = transform.with(hyper.centering());
    NetworkWeights drawn = InitialWeights.draw(hyper.shape(), centred, seed);
    return hyper.hasFactors() ? InitialWeights.withFactors(drawn, centred, training.rows()) : drawn;
  }

  /**
   * A network to train. With implicit factors it is on the processor, whatever the device: these
   * are for small data.
   *
   * @param state from now on the network's own
   */
  TrainableNetwork of(HyperParameters hyper, AdamState state) {
    NetworkShape shape = hyper.shape();
    RowTransform centred = transform.with(hyper.centering());
    if (hyper.hasFactors()) {
      ImplicitFactors factors =
          new ImplicitFactors(training, shape, centred, state, hyper.learningRate(), workers);
      return SparseNetwork.withFactors(factors, shape, centred, state, workers);
    }
    return device == TrainingDevice.CUDA
        ? new DenseNetwork(Device.gpu(), shape, centred, state)
        : new SparseNetwork(shape, centred, state, workers);
  }
}
