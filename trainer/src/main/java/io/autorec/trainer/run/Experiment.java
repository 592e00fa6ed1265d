package io.autorec.trainer.run;

import io.autorec.trainer.evaluation.PredictionError;
import io.autorec.trainer.network.TrainedModel;
import io.autorec.trainer.training.Trainer;
import io.autorec.trainer.training.TrainingDevice;
import io.autorec.trainer.training.TrainingResult;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A network that was trained to be measured, not published.
 *
 * @param model what the validation ratings chose, before it was trained on with them
 * @param validationRmse null where there are no validation ratings
 * @param test errors on the test ratings; null where there are none
 * @param biasRmse the RMSE of the user+item bias baseline on the test ratings; NaN if there are
 *     none
 * @param seconds the training time
 */
public record Experiment(
    TrainedModel model,
    @Nullable Double validationRmse,
    @Nullable PredictionError test,
    double biasRmse,
    double seconds) {

  /** Trains on the processor and measures; empty if it was stopped. */
  public static Optional<Experiment> run(
      PreparedData data, BooleanSupplier stop, Trainer.Listener listener) {
    long started = System.nanoTime();
    int threads = Runtime.getRuntime().availableProcessors();
    try (Trainer trainer = data.trainer(TrainingDevice.CPU, threads, null)) {
      if (!trainer.run(stop, listener)) {
        return Optional.empty();
      }
      double seconds = (System.nanoTime() - started) / 1e9;
      TrainingResult result = trainer.result();
      PreparedData tested = data;
      TrainedModel model = result.model();
      if (data.hyper().trainsOnValidation()) {
        tested = data.withValidation();
        model = trainer.trainOn(tested.training(), tested.transform());
      }
      boolean hasTest = data.test().size() > 0;
      return Optional.of(
          new Experiment(
              result.model(),
              result.validationRmse(),
              hasTest
                  ? PredictionError.of(trainer.reconstructor(model), tested.training(), data.test())
                  : null,
              hasTest ? tested.biasRmse(data.test()) : Double.NaN,
              seconds));
    }
  }
}
