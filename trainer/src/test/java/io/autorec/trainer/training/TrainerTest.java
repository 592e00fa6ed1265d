package io.autorec.trainer.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.model.Orientation;
import io.autorec.trainer.evaluation.EpochResult;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.recipe.Centering;
import io.autorec.trainer.recipe.HiddenActivation;
import io.autorec.trainer.recipe.HyperParameters;
import io.autorec.trainer.recipe.NetworkWeights;
import io.autorec.trainer.recipe.OutputActivation;
import io.autorec.trainer.recipe.RowTransform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
  private static final Trainer.Listener SILENT =
      new Trainer.Listener() {
        @Override
        public void onBatch(int epoch, int done, int total) {}

        @Override
        public void onEpoch(EpochResult result, boolean isBest) {}
      };

  private final TrainingData data = new TrainingData();

  @Test
  void training_reachesTheSameWeights_whenStoppedAndResumed(@TempDir Path folder)
      throws IOException {
    HyperParameters hyper =
        TrainingData.hyper(HiddenActivation.SIGMOID, OutputActivation.IDENTITY, Centering.NONE);
    RowTransform transform = data.transform(hyper);
    NetworkWeights whole;
    try (Trainer trainer = trainer(2, hyper, transform, data.validation, null)) {
      assertTrue(trainer.run(() -> false, SILENT));
      whole = trainer.bestWeights();
    }
    Path file = folder.resolve("checkpoint");
    try (Trainer trainer = trainer(2, hyper, transform, data.validation, null)) {
      AtomicInteger asked = new AtomicInteger();
      assertFalse(trainer.run(() -> asked.incrementAndGet() > 8, SILENT));
      Checkpoint.write(file, "run", trainer.state());
    }
    try (Trainer trainer =
        trainer(2, hyper, transform, data.validation, Checkpoint.read(file, "run"))) {
      assertTrue(trainer.run(() -> false, SILENT));
      assertArrayEquals(whole.encoder(), trainer.bestWeights().encoder());
      assertArrayEquals(whole.outputBias(), trainer.bestWeights().outputBias());
    }
    assertThrows(IOException.class, () -> Checkpoint.read(file, "another run"));
  }

  @Test
  void training_learns_whatRatingsShow() {
    HyperParameters hyper =
        TrainingData.hyper(HiddenActivation.SIGMOID, OutputActivation.IDENTITY, Centering.BIAS);
    try (Trainer trainer = trainer(2, hyper, data.transform(hyper), data.validation, null)) {
      trainer.run(() -> false, SILENT);
      double first = trainer.epochs().get(0).trainRmse();
      double last = trainer.epochs().get(trainer.epochs().size() - 1).trainRmse();
      assertTrue(last < first, first + " then " + last);
    }
  }

  @Test
  void training_reachesTheSameBits_withAnyNumberOfThreads() {
    HyperParameters hyper =
        TrainingData.hyper(HiddenActivation.SIGMOID, OutputActivation.IDENTITY, Centering.BIAS);
    RowTransform transform = data.transform(hyper);
    try (Trainer one = trainer(1, hyper, transform, data.validation, null);
        Trainer five = trainer(5, hyper, transform, data.validation, null)) {
      assertTrue(one.run(() -> false, SILENT));
      assertTrue(five.run(() -> false, SILENT));
      assertArrayEquals(one.bestWeights().encoder(), five.bestWeights().encoder());
      assertArrayEquals(one.bestWeights().decoder(), five.bestWeights().decoder());
      assertEquals(one.epochs().get(3).trainRmse(), five.epochs().get(3).trainRmse());
    }
  }

  @Test
  void training_takesTheLastEpoch_whenNothingValidates() {
    HyperParameters hyper = TrainingData.plain();
    RatingMatrix none = RatingMatrix.of(data.table(), new int[0], Orientation.ITEM);
    try (Trainer trainer = trainer(2, hyper, data.transform(hyper), none, null)) {
      assertTrue(trainer.run(() -> false, SILENT));
      assertEquals(hyper.epochs(), trainer.bestEpoch());
      assertNull(trainer.epochs().get(0).validationRmse());
    }
  }

  private Trainer trainer(
      int threads,
      HyperParameters hyper,
      RowTransform transform,
      RatingMatrix validation,
      @Nullable TrainingState resumed) {
    return new Trainer(
        TrainingDevice.CPU, threads, hyper, transform, data.training, validation, resumed);
  }
}
