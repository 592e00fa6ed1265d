package io.autorec.trainer.recipe;

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

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
