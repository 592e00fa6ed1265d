package io.autorec.trainer.network;

import java.util.Locale;

/** The output layer's activation, the paper's f. A sigmoid is stretched over the rating scale. */
public enum OutputActivation {
  IDENTITY,
  SIGMOID;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
