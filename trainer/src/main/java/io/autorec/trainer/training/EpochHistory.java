package io.autorec.trainer.training;

import io.autorec.trainer.evaluation.EpochResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The finished epochs of a run, and which of a training was the best. */
final class EpochHistory {
  private final List<EpochResult> epochs = new ArrayList<>();

  void add(EpochResult epoch) {
    epochs.add(epoch);
  }

  /** All epochs, in their order. */
  List<EpochResult> all() {
    return List.copyOf(epochs);
  }

  /** The number of trainings that have a finished epoch. */
  int trainings() {
    return epochs.stream().mapToInt(EpochResult::network).max().orElse(0);
  }

  /** The validation RMSE of a training's best epoch; null if there are no validation ratings. */
  @Nullable Double bestRmse(int training) {
    return of(training)
        .map(EpochResult::validationRmse)
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  /** The best epoch of a training; its last if there are no validation ratings. */
  int best(int training) {
    Double best = bestRmse(training);
    return of(training)
        .filter(epoch -> Objects.equals(epoch.validationRmse(), best))
        .mapToInt(EpochResult::epoch)
        .reduce(0, best == null ? Math::max : (first, later) -> first == 0 ? later : first);
  }

  private Stream<EpochResult> of(int training) {
    return epochs.stream().filter(epoch -> epoch.network() == training);
  }
}
