package io.autorec.trainer.training.dense;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Activation;
import io.autorec.trainer.network.NetworkShape;
import io.autorec.trainer.network.OutputActivation;
import io.autorec.trainer.network.RowTransform;

/** The activations of a network on a device, and their slopes. */
record DenseActivations(NetworkShape shape) {
  /** The constants of Klambauer et al., Self-Normalizing Neural Networks, 2017, section 2. */
  private static final float SELU_LAMBDA = 1.050701f;

  private static final float SELU_ALPHA = 1.6732632f;

  /** The paper's g. */
  NDArray activate(NDArray sum) {
    return switch (shape.hiddenActivation()) {
      case IDENTITY -> sum;
      case SIGMOID -> Activation.sigmoid(sum);
      case TANH -> Activation.tanh(sum);
      case RELU -> Activation.relu(sum);
      case ELU -> Activation.elu(sum, 1f);
      case SELU -> Activation.selu(sum);
    };
  }

  /** Gradients with respect to g(z) become those with respect to z; the slope follows from g(z). */
  NDArray timesSlope(NDArray gradients, NDArray hidden) {
    return switch (shape.hiddenActivation()) {
      case IDENTITY -> gradients;
      case SIGMOID -> gradients.muli(hidden.sub(hidden.mul(hidden)));
      case TANH -> gradients.subi(gradients.mul(hidden).muli(hidden));
      case RELU -> gradients.muli(isPositive(hidden));
      case ELU -> gradients.muli(hidden.minimum(0).addi(1));
      case SELU -> {
        NDArray below = hidden.minimum(0).addi(SELU_LAMBDA * SELU_ALPHA);
        float above = SELU_LAMBDA - SELU_LAMBDA * SELU_ALPHA;
        yield gradients.muli(below.addi(isPositive(hidden).muli(above)));
      }
    };
  }

  private static NDArray isPositive(NDArray values) {
    return values.gt(0).toType(DataType.FLOAT32, false);
  }

  /** The paper's f. */
  NDArray output(NDArray sums) {
    return shape.outputActivation() == OutputActivation.IDENTITY
        ? sums
        : Activation.sigmoid(sums).muli(RowTransform.NETWORK_RANGE).addi(RowTransform.NETWORK_MIN);
  }

  /** Errors of f(z) become gradients with respect to z. */
  NDArray timesOutputSlope(NDArray errors, NDArray sums) {
    if (shape.outputActivation() == OutputActivation.IDENTITY) {
      return errors;
    }
    NDArray shares = Activation.sigmoid(sums);
    return errors.mul(shares.sub(shares.mul(shares)).muli(RowTransform.NETWORK_RANGE));
  }
}
