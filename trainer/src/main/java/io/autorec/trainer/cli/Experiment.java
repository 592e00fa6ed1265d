package io.autorec.trainer.cli;

import io.autorec.trainer.benchmark.Measurement;
import io.autorec.trainer.evaluation.PredictionError;
import io.autorec.trainer.training.Trainer;
import io.autorec.trainer.training.TrainingDevice;
import java.util.Optional;
import java.util.function.Function;

/** A network that is trained to be measured, and not published. */
final class Experiment {
  private Experiment() {}

  /** Trains and tests; empty if it was stopped. */
  static Optional<Measurement> measure(
      String name, String key, Fitting fitting, StopSignal stop, Trainer.Listener listener) {
    long started = System.nanoTime();
    return run(
        fitting,
        stop,
        listener,
        trainer -> {
          double seconds = (System.nanoTime() - started) / 1e9;
          PredictionError error =
              PredictionError.of(
                  trainer.reconstructor(trainer.result().model()),
                  fitting.training(),
                  fitting.test());
          return new Measurement(
              name,
              key,
              fitting.hyper().seed(),
              error.rmse(),
              error.mae(),
              fitting.biasRmse(fitting.test()),
              error.ratings(),
              seconds);
        });
  }

  /** Trains, and asks the trained network something; empty if it was stopped. */
  static <T> Optional<T> run(
      Fitting fitting, StopSignal stop, Trainer.Listener listener, Function<Trainer, T> question) {
    try (Trainer trainer =
        new Trainer(
            TrainingDevice.CPU,
            Runtime.getRuntime().availableProcessors(),
            fitting.hyper(),
            fitting.transform(),
            fitting.training(),
            fitting.validation(),
            null)) {
      return trainer.run(stop::isStopped, listener)
          ? Optional.of(question.apply(trainer))
          : Optional.empty();
    }
  }
}
