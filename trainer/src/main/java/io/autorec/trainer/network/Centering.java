package io.autorec.trainer.network;

import java.util.Locale;

/** The value subtracted from observed ratings before the network and added back behind it. */
public enum Centering {
  /** Nothing: the network sees raw ratings, as in the paper. */
  NONE,
  /**
   * The global mean, the column's bias and the row's bias: the network learns the residual on the
   * bias baseline. A row's bias is computed from the row itself, so rows never seen have one too.
   */
  BIAS;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
