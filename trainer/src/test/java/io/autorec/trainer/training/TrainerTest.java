package io.autorec.trainer.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.autorec.model.IdVocabulary;
import io.autorec.model.Orientation;
import io.autorec.model.RatingScale;
import io.autorec.trainer.evaluation.BiasBaseline;
import io.autorec.trainer.evaluation.EpochResult;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.matrix.RatingSplit;
import io.autorec.trainer.ratings.RatingTable;
import io.autorec.trainer.recipe.Centering;
import io.autorec.trainer.recipe.HiddenActivation;
import io.autorec.trainer.recipe.HyperParameters;
import io.autorec.trainer.recipe.NetworkWeights;
import io.autorec.trainer.recipe.OutputActivation;
import io.autorec.trainer.recipe.RowTransform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainerTest {
  private static final int USERS = 12;
  private static final int ITEMS = 9;
  private static final Trainer.Listener SILENT =
      new Trainer.Listener() {
        @Override
        public void onBatch(int epoch, int done, int total) {}

        @Override
        public void onEpoch(EpochResult result, boolean isBest) {}
      };

  private final RatingTable table = table(new Random(5));
  private final RatingSplit split = RatingSplit.random(table.size(), 0, 0.2, 3);
  private final RatingMatrix training = RatingMatrix.of(table, split.training(), Orientation.ITEM);
  private final RatingMatrix validation =
      RatingMatrix.of(table, split.validation(), Orientation.ITEM);

  @ParameterizedTest
  @EnumSource(HiddenActivation.class)
  void gradients_agreeWithDifferences_forEveryHiddenActivation(HiddenActivation activation) {
    assertGradients(hyper(activation, OutputActivation.IDENTITY, Centering.NONE));
  }

  @Test
  void gradients_agreeWithDifferences_whenTheOutputIsASigmoid() {
    assertGradients(hyper(HiddenActivation.TANH, OutputActivation.SIGMOID, Centering.NONE));
  }

  @Test
  void gradients_agreeWithDifferences_whenCentredByBias() {
    assertGradients(hyper(HiddenActivation.SIGMOID, OutputActivation.IDENTITY, Centering.BIAS));
  }

  private void assertGradients(HyperParameters hyper) {
    RowTransform transform = transform(hyper);
    int[] rows = training.observedRows();
    double lambda = 0.7;
    try (NDManager manager = Engine.getInstance().newBaseManager(Device.cpu())) {
      Network network =
          new Network(manager, hyper, transform, InitialWeights.draw(hyper, transform));
      Network.Gradients gradients = network.gradients(manager, training, rows, lambda);
      for (int p = 0; p < 4; p++) {
        NDArray parameter = network.parameters().get(p);
        float[] gradient = gradients.list().get(p).toFloatArray();
        float[] values = parameter.toFloatArray();
        for (int i = 0; i < values.length; i += 7) {
          float step = 1e-2f;
          double up = objective(network, parameter, values, i, step, rows, lambda);
          double down = objective(network, parameter, values, i, -step, rows, lambda);
          double expected = (up - down) / (2 * step);
          assertEquals(expected, gradient[i], 0.02 * Math.max(1, Math.abs(expected)), p + " " + i);
        }
      }
    }
  }

  private double objective(
      Network network,
      NDArray parameter,
      float[] values,
      int index,
      float step,
      int[] rows,
      double lambda) {
    float[] moved = values.clone();
    moved[index] += step;
    parameter.set(moved);
    double norm = 0;
    NetworkWeights weights = network.weights();
    for (float[] matrix : new float[][] {weights.encoder(), weights.decoder()}) {
      for (float w : matrix) {
        norm += (double) w * w;
      }
    }
    try (NDManager scope = Engine.getInstance().newBaseManager(Device.cpu())) {
      double squared = network.gradients(scope, training, rows, 0).squaredError();
      parameter.set(values);
      return (squared + lambda * norm) / 2;
    }
  }

  @Test
  void training_reachesTheSameWeights_whenStoppedAndResumed(@TempDir Path folder)
      throws IOException {
    HyperParameters hyper =
        hyper(HiddenActivation.SIGMOID, OutputActivation.IDENTITY, Centering.NONE);
    RowTransform transform = transform(hyper);
    NetworkWeights whole;
    try (Trainer trainer = trainer(hyper, transform, null)) {
      assertTrue(trainer.run(() -> false, SILENT));
      whole = trainer.bestWeights();
    }
    Path file = folder.resolve("checkpoint");
    try (Trainer trainer = trainer(hyper, transform, null)) {
      AtomicInteger asked = new AtomicInteger();
      assertFalse(trainer.run(() -> asked.incrementAndGet() > 8, SILENT));
      Checkpoint.write(file, "run", trainer.state());
    }
    try (Trainer trainer = trainer(hyper, transform, Checkpoint.read(file, "run"))) {
      assertTrue(trainer.run(() -> false, SILENT));
      assertArrayEquals(whole.encoder(), trainer.bestWeights().encoder());
      assertArrayEquals(whole.outputBias(), trainer.bestWeights().outputBias());
    }
    assertThrows(IOException.class, () -> Checkpoint.read(file, "another run"));
  }

  @Test
  void training_learns_whatRatingsShow() {
    HyperParameters hyper =
        hyper(HiddenActivation.SIGMOID, OutputActivation.IDENTITY, Centering.BIAS);
    try (Trainer trainer = trainer(hyper, transform(hyper), null)) {
      trainer.run(() -> false, SILENT);
      double first = trainer.epochs().get(0).trainRmse();
      double last = trainer.epochs().get(trainer.epochs().size() - 1).trainRmse();
      assertTrue(last < first, first + " then " + last);
    }
  }

  private Trainer trainer(
      HyperParameters hyper,
      RowTransform transform,
      @org.jspecify.annotations.Nullable TrainingState resumed) {
    return new Trainer(TrainingDevice.CPU, hyper, transform, training, validation, resumed);
  }

  private RowTransform transform(HyperParameters hyper) {
    BiasBaseline bias = BiasBaseline.fit(training);
    return new RowTransform(
        hyper.centering(),
        new RatingScale(-2, 5),
        bias.globalMean(),
        bias.columnBiases(),
        training.coldColumns(),
        BiasBaseline.DAMPING);
  }

  private static HyperParameters hyper(
      HiddenActivation hidden, OutputActivation output, Centering centering) {
    return new HyperParameters(5, hidden, output, centering, 0.01, 0.1, 4, 6, 6, 11);
  }

  private static RatingTable table(Random random) {
    int[] cells = IntStream.range(0, USERS * ITEMS).filter(cell -> random.nextInt(3) > 0).toArray();
    float[] ratings = new float[cells.length];
    for (int i = 0; i < cells.length; i++) {
      ratings[i] = random.nextInt(8) - 2;
    }
    return new RatingTable(
        IdVocabulary.of(IntStream.range(0, USERS).mapToObj(u -> "u" + u).toList()),
        IdVocabulary.of(IntStream.range(0, ITEMS).mapToObj(i -> "i" + i).toList()),
        IntStream.of(cells).map(cell -> cell / ITEMS).toArray(),
        IntStream.of(cells).map(cell -> cell % ITEMS).toArray(),
        ratings);
  }
}
