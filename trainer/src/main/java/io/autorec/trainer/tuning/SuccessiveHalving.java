package io.autorec.trainer.tuning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Tries many candidates for a few epochs, the best third of them for three times as many epochs,
 * and so on up to the full number (Jamieson and Talwalkar, AISTATS 2016, algorithm 1, with a factor
 * of three).
 *
 * @param <C> a candidate
 */
public final class SuccessiveHalving<C> {
  private static final int FACTOR = 3;

  private final int maxEpochs;
  private final Trial<C> trial;

  /**
   * Tries one candidate.
   *
   * @param <C> a candidate
   */
  @FunctionalInterface
  public interface Trial<C> {
    /** The candidate's loss after some epochs; empty if there is no time left. */
    OptionalDouble loss(C candidate, int epochs);
  }

  /**
   * A candidate that was trained for all epochs.
   *
   * @param candidate what was tried
   * @param loss after all epochs
   * @param <C> a candidate
   */
  public record Finalist<C>(C candidate, double loss) {}

  /**
   * @param maxEpochs of the last round
   * @param trial tries a candidate
   */
  public SuccessiveHalving(int maxEpochs, Trial<C> trial) {
    this.maxEpochs = maxEpochs;
    this.trial = trial;
  }

  /**
   * Runs one tournament.
   *
   * @param candidates at least one; a power of three is used to the full
   * @return the candidates that were trained for all epochs, best first; empty if time ran out
   *     before
   */
  public List<Finalist<C>> run(List<C> candidates) {
    int rounds = 1;
    for (int left = candidates.size(); left >= FACTOR; left /= FACTOR) {
      rounds++;
    }
    List<C> remaining = candidates;
    for (int round = 1; ; round++) {
      int epochs =
          Math.max(1, (int) Math.round(maxEpochs / Math.pow(FACTOR, rounds - (double) round)));
      List<Finalist<C>> tried = new ArrayList<>();
      boolean inTime = true;
      for (C candidate : remaining) {
        OptionalDouble loss = trial.loss(candidate, epochs);
        if (loss.isEmpty()) {
          inTime = false;
          break;
        }
        tried.add(new Finalist<>(candidate, loss.getAsDouble()));
      }
      // A loss that is no number is the worst.
      tried.sort(Comparator.comparingDouble(Finalist::loss));
      if (round == rounds) {
        return tried;
      }
      if (!inTime) {
        return List.of();
      }
      remaining =
          tried.subList(0, Math.max(1, tried.size() / FACTOR)).stream()
              .map(Finalist::candidate)
              .toList();
    }
  }
}
