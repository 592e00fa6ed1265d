package io.autorec.trainer.settings;

import io.autorec.trainer.network.Centering;
import java.util.Locale;

/** The networks that are trained with implicit factors of the rows. */
public enum FactorChoice {
  /** None. */
  NONE,
  /** Those that see raw ratings. */
  RAW,
  /** Those that are centred by bias. */
  RESIDUAL,
  /** All. */
  ALL;

  /** Returns true if networks of a centring have factors. */
  public boolean includes(Centering centering) {
    return this == ALL || this == (centering == Centering.NONE ? RAW : RESIDUAL);
  }

  /** The choice that includes what either does. */
  public FactorChoice and(FactorChoice other) {
    return this == NONE || this == other ? other : other == NONE ? this : ALL;
  }

  /** The choice that includes networks of a centring, too. */
  public FactorChoice with(Centering centering) {
    return and(centering == Centering.NONE ? RAW : RESIDUAL);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
