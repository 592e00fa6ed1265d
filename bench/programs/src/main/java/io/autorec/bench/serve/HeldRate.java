package io.autorec.bench.serve;

import io.autorec.bench.load.Tally;
import io.autorec.bench.load.Timed;
import java.util.OptionalDouble;

/**
 * Finds the highest steady rate at which a server answers every call, 99 of 100 within a limit.
 *
 * @param limitMillis what the 99th percentile may reach
 */
record HeldRate(double limitMillis) {
  private static final int HALVINGS = 6;
  private static final int TRIES = 8;
  private static final double STEP_DOWN = 0.96;

  /** Sends calls at a steady rate for a while. */
  interface Load {
    Timed at(double rate) throws InterruptedException;
  }

  /** Whether a load was held. */
  boolean holds(Timed timed) {
    Tally tally = timed.tally();
    return tally.failed() == 0 && tally.millis(99) <= limitMillis;
  }

  /**
   * Halves the range of rates a few times by short loads, then goes down until a long one is held.
   * A short load that fails by bad luck hides all rates above it, so it is tried twice.
   *
   * @param most the rate to stay below
   * @return empty if no rate was held
   */
  OptionalDouble find(double most, Load brief, Load lasting) throws InterruptedException {
    double held = 0;
    double failed = most;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (held + failed) / 2;
      boolean atFirst = holds(brief.at(middle));
      if (atFirst || holds(brief.at(middle))) {
        held = middle;
      } else {
        failed = middle;
      }
    }
    for (int i = 0; i < TRIES && held > 0; i++) {
      if (holds(lasting.at(held))) {
        return OptionalDouble.of(held);
      }
      held *= STEP_DOWN;
    }
    return OptionalDouble.empty();
  }
}
