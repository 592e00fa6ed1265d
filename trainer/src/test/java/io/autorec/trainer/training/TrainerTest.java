package io.autorec.trainer.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.model.Orientation;
import io.autorec.trainer.checkpoint.Checkpoint;
import io.autorec.trainer.evaluation.EpochResult;
import io.autorec.trainer.evaluation.PredictionError;
import io.autorec.trainer.evaluation.TrialResult;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.network.Centering;
import io.autorec.trainer.network.HiddenActivation;
import io.autorec.trainer.network.NetworkWeights;
import io.autorec.trainer.network.OutputActivation;
import io.autorec.trainer.network.RowTransform;
import io.autorec.trainer.network.TrainedModel;
import io.autorec.trainer.network.TrainedNetwork;
import io.autorec.trainer.settings.FactorChoice;
import io.autorec.trainer.settings.HyperParameters;
import io.autorec.trainer.settings.HyperParametersBuilder;
import io.autorec.trainer.settings.Selection;
import io.autorec.trainer.training.dense.DenseReconstructor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainerTest {
  static final Trainer.Listener SILENT =
      new Trainer.Listener() {
        @Override
        public void onBatch(int network, int epoch, int done, int total) {}

        @Override
        public void onEpoch(EpochResult result, boolean isBest) {}
      };

  private final TrainingData data = new TrainingData();
  private final RatingMatrix none = RatingMatrix.of(data.table(), new int[0], Orientation.ITEM);

  @Test
  void training_reachesTheSameWeights_whenStoppedAndResumed(@TempDir Path folder)
      throws IOException {
    HyperParameters hyper =
        TrainingData.hyper(HiddenActivation.SIGMOID, OutputActivation.IDENTITY, Centering.NONE);
    RowTransform transform = data.transform(hyper);
    NetworkWeights whole;
    try (Trainer trainer = trainer(2, hyper, transform, data.validation, null)) {
      assertTrue(trainer.run(() -> false, SILENT));
      whole = weights(trainer);
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
      assertArrayEquals(whole.encoder(), weights(trainer).encoder());
      assertArrayEquals(whole.outputBias(), weights(trainer).outputBias());
    }
    assertThrows(IOException.class, () -> Checkpoint.read(file, "another run"));
  }

  /** In each kind of training, and between two steps of the factors. */
  @ParameterizedTest
  @ValueSource(ints = {1, 20, 37, 41, 60, 75})
  void choices_areTheSame_whenStoppedAndResumed(int batches, @TempDir Path folder)
      throws IOException {
    HyperParameters hyper =
        HyperParametersBuilder.builder(TrainingData.networks(1, 0))
            .selection(new Selection(true, true, true))
            .build();
    RowTransform transform = data.transform(hyper);
    float[] whole;
    List<TrialResult> trials;
    try (Trainer trainer = trainer(1, hyper, transform, data.validation, null)) {
      assertTrue(trainer.run(() -> false, SILENT));
      trials = trainer.trials();
      whole = predicted(trainer);
    }
    assertTrue(trials.get(2).implicitFactors());
    Path file = folder.resolve("checkpoint");
    try (Trainer trainer = trainer(2, hyper, transform, data.validation, null)) {
      AtomicInteger asked = new AtomicInteger();
      assertFalse(trainer.run(() -> asked.incrementAndGet() > batches, SILENT));
      Checkpoint.write(file, "run", trainer.state());
    }
    try (Trainer trainer =
        trainer(2, hyper, transform, data.validation, Checkpoint.read(file, "run"))) {
      assertTrue(trainer.run(() -> false, SILENT));
      assertEquals(trials, trainer.trials());
      assertArrayEquals(whole, predicted(trainer));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.25})
  void trainOn_learnsTheValidationRatings_too(double residualShare) {
    HyperParameters hyper =
        HyperParametersBuilder.builder(TrainingData.networks(2, residualShare))
            .implicitFactors(FactorChoice.RAW)
            .trainsOnValidation(true)
            .epochs(200)
            .build();
    RowTransform transform = data.transform(hyper);
    RatingMatrix all = data.training.with(data.validation);
    // Without validation ratings there is no floor of biases.
    try (Trainer trainer = trainer(2, hyper, transform, none, null)) {
      assertTrue(trainer.run(() -> false, SILENT));
      TrainedModel before = trainer.result().model();
      TrainedModel after = trainer.trainOn(all, transform);
      assertEquals(before.members().size(), after.members().size());
      assertEquals(before.hiddenUnits(), after.hiddenUnits());
      double old =
          PredictionError.of(trainer.reconstructor(before), data.training, data.validation).rmse();
      double now =
          PredictionError.of(trainer.reconstructor(after), data.training, data.validation).rmse();
      assertTrue(now < old, old + " then " + now);
    }
  }

  private float[] predicted(Trainer trainer) {
    return trainer.reconstructor(trainer.result().model()).predict(data.training, data.validation);
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
  void networks_predictTheirMean_andResumeInTheMiddle(@TempDir Path folder) throws IOException {
    HyperParameters two = TrainingData.networks(2, 0);
    RowTransform transform = data.transform(two);
    TrainedNetwork result;
    float[] mean;
    try (Trainer trainer = trainer(2, two, transform, none, null)) {
      assertTrue(trainer.run(() -> false, SILENT));
      mean =
          trainer.reconstructor(trainer.result().model()).predict(data.training, data.validation);
      result = trainer.result().model().members().get(0).network();
      assertEquals(2 * two.hiddenUnits(), result.shape().hiddenUnits());
      assertEquals(2, trainer.epochs().get(trainer.epochs().size() - 1).network());

      float[] one = predict(trainer, member(result, 0));
      float[] other = predict(trainer, member(result, 1));
      int compared = 0;
      for (int i = 0; i < mean.length; i++) {
        boolean clipped = Math.min(one[i], other[i]) == -2 || Math.max(one[i], other[i]) == 5;
        if (!clipped) {
          assertEquals((one[i] + other[i]) / 2, mean[i], 1e-4f);
          compared++;
        }
      }
      assertTrue(compared > 0);
    }
    Path file = folder.resolve("checkpoint");
    try (Trainer trainer = trainer(2, two, transform, none, null)) {
      AtomicInteger asked = new AtomicInteger();
      assertFalse(trainer.run(() -> asked.incrementAndGet() > 27, SILENT));
      assertEquals(1, trainer.state().finished().size());
      Checkpoint.write(file, "run", trainer.state());
    }
    try (Trainer trainer = trainer(2, two, transform, none, Checkpoint.read(file, "run"))) {
      assertTrue(trainer.run(() -> false, SILENT));
      TrainedNetwork resumed = trainer.result().model().members().get(0).network();
      assertArrayEquals(result.weights().decoder()[3], resumed.weights().decoder()[3]);
    }
  }

  @Test
  void residualShare_mixesNetworksCentredByBias_andResumesAmongThem(@TempDir Path folder)
      throws IOException {
    HyperParameters mixed =
        HyperParametersBuilder.builder(TrainingData.networks(2, 0.25)).epochs(60).build();
    RowTransform transform = data.transform(mixed);
    float[] whole;
    try (Trainer trainer = trainer(2, mixed, transform, none, null)) {
      assertTrue(trainer.run(() -> false, SILENT));
      List<TrainedModel.Member> members = trainer.result().model().members();
      TrainedNetwork raw = members.get(0).network();
      TrainedNetwork residual = members.get(1).network();
      assertEquals(0.75f, members.get(0).share());
      assertEquals(0.25f, members.get(1).share());
      assertEquals(Centering.NONE, raw.transform().centering());
      assertEquals(Centering.BIAS, residual.transform().centering());
      assertEquals(4, trainer.epochs().get(trainer.epochs().size() - 1).network());

      whole =
          trainer.reconstructor(trainer.result().model()).predict(data.training, data.validation);
      float[] one = predict(trainer, raw);
      float[] other = predict(trainer, residual);
      int compared = 0;
      for (int i = 0; i < whole.length; i++) {
        if (Math.min(one[i], other[i]) > -2 && Math.max(one[i], other[i]) < 5) {
          assertEquals(0.75f * one[i] + 0.25f * other[i], whole[i], 1e-4f);
          compared++;
        }
      }
      assertTrue(compared > 0);
      int[] rows = data.training.observedRows();
      DenseReconstructor dense = new DenseReconstructor(trainer.result().model());
      assertArrayEquals(
          dense.reconstruct(data.training, rows),
          trainer.reconstructor(trainer.result().model()).reconstruct(data.training, rows),
          1e-4f);
    }
    Path file = folder.resolve("checkpoint");
    try (Trainer trainer = trainer(2, mixed, transform, none, null)) {
      assertFalse(trainer.run(() -> trainer.state().finished().size() == 3, SILENT));
      Checkpoint.write(file, "run", trainer.state());
    }
    try (Trainer trainer = trainer(2, mixed, transform, none, Checkpoint.read(file, "run"))) {
      assertTrue(trainer.run(() -> false, SILENT));
      assertArrayEquals(
          whole,
          trainer.reconstructor(trainer.result().model()).predict(data.training, data.validation));
    }
  }

  /** A stop anywhere, also on a path of lambdas, changes nothing. */
  @ParameterizedTest
  @ValueSource(ints = {0, 5, 20, 31, 40, 47})
  void selection_reachesTheSameModel_whenStoppedAndResumed(int batches, @TempDir Path folder)
      throws IOException {
    HyperParameters chosen =
        HyperParametersBuilder.builder(TrainingData.networks(1, 0))
            .selection(new Selection(true, true, false))
            .build();
    RowTransform transform = data.transform(chosen);
    List<EpochResult> epochs;
    TrainingResult whole;
    try (Trainer trainer = trainer(2, chosen, transform, data.validation, null)) {
      assertTrue(trainer.run(() -> false, SILENT));
      epochs = trainer.epochs();
      whole = trainer.result();
    }
    assertEquals(Selection.NONE, whole.hyper().selection());
    Path file = folder.resolve("checkpoint");
    try (Trainer trainer = trainer(2, chosen, transform, data.validation, null)) {
      AtomicInteger asked = new AtomicInteger();
      assertFalse(trainer.run(() -> asked.incrementAndGet() > batches, SILENT));
      Checkpoint.write(file, "run", trainer.state());
    }
    try (Trainer trainer =
        trainer(2, chosen, transform, data.validation, Checkpoint.read(file, "run"))) {
      assertTrue(trainer.run(() -> false, SILENT));
      assertEquals(withoutTimes(epochs), withoutTimes(trainer.epochs()));
      assertEquals(whole.hyper(), trainer.result().hyper());
      assertEquals(whole.validationRmse(), trainer.result().validationRmse());
    }
  }

  private static List<EpochResult> withoutTimes(List<EpochResult> epochs) {
    return epochs.stream()
        .map(
            epoch ->
                new EpochResult(
                    epoch.network(), epoch.epoch(), epoch.trainRmse(), epoch.validationRmse(), 0))
        .toList();
  }

  private float[] predict(Trainer trainer, TrainedNetwork network) {
    return trainer.reconstructor(TrainedModel.of(network)).predict(data.training, data.validation);
  }

  /** One of two networks, taken out of their mean. */
  private static TrainedNetwork member(TrainedNetwork mean, int member) {
    int units = mean.shape().hiddenUnits() / 2;
    int from = member * units;
    NetworkWeights all = mean.weights();
    float[][] decoder = slices(all.decoder(), from, units);
    for (float[] row : decoder) {
      for (int i = 0; i < units; i++) {
        row[i] *= 2;
      }
    }
    return new TrainedNetwork(
        mean.shape().withHiddenUnits(units),
        mean.transform(),
        new NetworkWeights(
            slices(all.encoder(), from, units),
            slices(all.maskEncoder(), from, units),
            Arrays.copyOfRange(all.hiddenBias(), from, from + units),
            decoder,
            all.outputBias()),
        mean.weightDecay(),
        1);
  }

  private static float[][] slices(float[][] matrix, int from, int units) {
    return Arrays.stream(matrix)
        .map(row -> Arrays.copyOfRange(row, from, from + units))
        .toArray(float[][]::new);
  }

  @Test
  void checkpoint_isRefused_whenAByteIsWrong(@TempDir Path folder) throws IOException {
    HyperParameters hyper = TrainingData.plain();
    Path file = folder.resolve("checkpoint");
    try (Trainer trainer = trainer(1, hyper, data.transform(hyper), data.validation, null)) {
      Checkpoint.write(file, "run", trainer.state());
    }
    byte[] whole = Files.readAllBytes(file);
    for (int at = 0; at < whole.length; at += 13) {
      byte[] wrong = whole.clone();
      wrong[at] ^= 0x40;
      Files.write(file, wrong);
      assertThrows(IOException.class, () -> Checkpoint.read(file, "run"), "byte " + at);
      Files.write(file, Arrays.copyOf(whole, at));
      assertThrows(IOException.class, () -> Checkpoint.read(file, "run"), "length " + at);
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
      assertArrayEquals(weights(one).encoder(), weights(five).encoder());
      assertArrayEquals(weights(one).decoder(), weights(five).decoder());
      assertEquals(one.epochs().get(3).trainRmse(), five.epochs().get(3).trainRmse());
    }
  }

  @Test
  void training_takesTheLastEpoch_whenNothingValidates() {
    HyperParameters hyper = TrainingData.plain();
    try (Trainer trainer = trainer(2, hyper, data.transform(hyper), none, null)) {
      assertTrue(trainer.run(() -> false, SILENT));
      assertEquals(hyper.epochs(), trainer.result().epoch());
      assertNull(trainer.epochs().get(0).validationRmse());
    }
  }

  private static NetworkWeights weights(Trainer trainer) {
    return trainer.result().model().members().get(0).network().weights();
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
