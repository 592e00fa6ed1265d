package io.autorec.trainer.network;

import java.util.Locale;

/** The hidden layer's activation, the paper's g. */
public enum HiddenActivation {
  SIGMOID,
  IDENTITY,
  TANH,
  RELU,
  ELU,
  SELU;

  /** Self-normalising networks (Klambauer et al., 2017): scale of SELU. */
  public static final float SELU_SCALE = 1.050701f;

  /** Self-normalising networks (Klambauer et al., 2017): alpha of SELU. */
  public static final float SELU_ALPHA = 1.6732632f;

  /** g(x). */
  public float apply(float x) {
    return switch (this) {
      case IDENTITY -> x;
      case SIGMOID -> (float) (1 / (1 + Math.exp(-x)));
      case TANH -> (float) Math.tanh(x);
      case RELU -> Math.max(0, x);
      case ELU -> x > 0 ? x : (float) Math.expm1(x);
      case SELU -> SELU_SCALE * (x > 0 ? x : SELU_ALPHA * (float) Math.expm1(x));
    };
  }

  /** g'(x), from g(x). */
  public float slope(float value) {
    return switch (this) {
      case IDENTITY -> 1;
      case SIGMOID -> value * (1 - value);
      case TANH -> 1 - value * value;
      case RELU -> value > 0 ? 1 : 0;
      case ELU -> value > 0 ? 1 : value + 1;
      case SELU -> value > 0 ? SELU_SCALE : value + SELU_SCALE * SELU_ALPHA;
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
