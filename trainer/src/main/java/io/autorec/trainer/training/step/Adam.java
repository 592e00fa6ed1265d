package io.autorec.trainer.training.step;

/**
 * One step of Adam (Kingma and Ba, ICLR 2015, section 2, with the bias corrections folded into the
 * step size):
 *
 * <pre>
 * m = beta1 m + (1 - beta1) g;  v = beta2 v + (1 - beta2) g^2;  p = p - size m / (sqrt(v) + epsilon)
 * </pre>
 *
 * @param size the learning rate times sqrt(1 - beta2^t) / (1 - beta1^t) at step t
 * @param epsilon 1e-8 times sqrt(1 - beta2^t)
 */
public record Adam(float size, float epsilon) {
  /** The decay of the first moment. */
  public static final float BETA1 = 0.9f;

  /** The decay of the second moment. */
  public static final float BETA2 = 0.999f;

  /** The step number t, from 1. */
  public static Adam step(double learningRate, long t) {
    double correction = Math.sqrt(1 - Math.pow(BETA2, (double) t));
    return new Adam(
        (float) (learningRate * correction / (1 - Math.pow(BETA1, (double) t))),
        (float) (1e-8 * correction));
  }

  /** The same step with its size multiplied by a factor. */
  public Adam times(float factor) {
    return new Adam(factor * size, epsilon);
  }

  /**
   * Moves an array of parameters.
   *
   * @param penalty the factor: the penalty times a parameter is added to its gradient
   */
  public void move(
      float[] parameters, float[] gradient, float[] means, float[] variances, float penalty) {
    for (int i = 0; i < parameters.length; i++) {
      float g = gradient[i] + penalty * parameters[i];
      float mean = BETA1 * means[i] + (1 - BETA1) * g;
      float variance = BETA2 * variances[i] + (1 - BETA2) * g * g;
      means[i] = mean;
      variances[i] = variance;
      parameters[i] -= size * mean / ((float) Math.sqrt(variance) + epsilon);
    }
  }

  /** Moves one parameter, without a penalty. */
  public void moveOne(float[] parameters, int i, float gradient, float[] means, float[] variances) {
    means[i] = BETA1 * means[i] + (1 - BETA1) * gradient;
    variances[i] = BETA2 * variances[i] + (1 - BETA2) * gradient * gradient;
    parameters[i] -= size * means[i] / ((float) Math.sqrt(variances[i]) + epsilon);
  }
}
