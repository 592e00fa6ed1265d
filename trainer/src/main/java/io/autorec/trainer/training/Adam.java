package io.autorec.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;

/**
 * Adam (Kingma and Ba, ICLR 2015, algorithm 1), with its moments open so that a run can be resumed
 * exactly. DJL's own keeps them private.
 */
final class Adam {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final List<NDArray> means = new ArrayList<>();
  private final List<NDArray> variances = new ArrayList<>();

  /** Starts with zero moments for parameters of these shapes. */
  Adam(NDManager manager, List<NDArray> parameters) {
    for (NDArray parameter : parameters) {
      means.add(manager.zeros(parameter.getShape()));
      variances.add(manager.zeros(parameter.getShape()));
    }
  }

  /** First moments, then second moments, in the order of the parameters. */
  List<NDArray> moments() {
    List<NDArray> moments = new ArrayList<>(means);
    moments.addAll(variances);
    return moments;
  }

  /**
   * Moves the parameters.
   *
   * @param gradients in the order of the parameters; used up
   * @param learningRate of this step
   * @param step number of this step, from 1
   */
  void update(List<NDArray> parameters, List<NDArray> gradients, double learningRate, long step) {
    double correction1 = 1 - Math.pow(BETA1, (double) step);
    double correction2 = 1 - Math.pow(BETA2, (double) step);
    for (int p = 0; p < parameters.size(); p++) {
      NDArray gradient = gradients.get(p);
      NDArray mean = means.get(p);
      NDArray variance = variances.get(p);
      variance.muli((float) BETA2).addi(gradient.square().muli((float) (1 - BETA2)));
      mean.muli((float) BETA1).addi(gradient.muli((float) (1 - BETA1)));
      try (NDArray root = variance.sqrt()) {
        root.addi((float) (EPSILON * Math.sqrt(correction2)));
        try (NDArray move = mean.div(root)) {
          move.muli((float) (learningRate * Math.sqrt(correction2) / correction1));
          parameters.get(p).subi(move);
        }
      }
    }
  }
}
