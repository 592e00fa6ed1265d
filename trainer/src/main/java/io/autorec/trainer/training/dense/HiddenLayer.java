package io.autorec.trainer.training.dense;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.nn.Activation;
import io.autorec.trainer.network.HiddenActivation;

/** The paper's g and its derivative, the latter computed from g's value alone. */
final class HiddenLayer {
  private HiddenLayer() {}

  static NDArray activate(HiddenActivation activation, NDArray sum) {
    return switch (activation) {
      case IDENTITY -> sum;
      case SIGMOID -> Activation.sigmoid(sum);
      case TANH -> Activation.tanh(sum);
      case RELU -> Activation.relu(sum);
      case ELU -> Activation.elu(sum, 1f);
      case SELU -> Activation.selu(sum);
    };
  }

  /**
   * Multiplies a gradient by g' in place.
   *
   * @param hidden g's value, [batch, hidden]
   * @param gradient by g's value, [batch, hidden]
   */
  static void backward(HiddenActivation activation, NDArray hidden, NDArray gradient) {
    switch (activation) {
      case IDENTITY -> {}
      case SIGMOID -> gradient.muli(hidden.mul(-1).addi(1).muli(hidden));
      case TANH -> gradient.muli(hidden.square().muli(-1).addi(1));
      case RELU -> gradient.muli(hidden.gt(0).toType(hidden.getDataType(), false));
      case ELU -> gradient.muli(NDArrays.where(hidden.gt(0), hidden.onesLike(), hidden.add(1)));
      case SELU ->
          gradient.muli(
              NDArrays.where(
                  hidden.gt(0),
                  hidden.onesLike().muli(HiddenActivation.SELU_SCALE),
                  hidden.add(HiddenActivation.SELU_SCALE * HiddenActivation.SELU_ALPHA)));
    }
  }
}
