package io.autorec.trainer.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.autorec.trainer.network.Centering;
import io.autorec.trainer.network.HiddenActivation;
import io.autorec.trainer.network.NetworkShape;
import io.autorec.trainer.network.NetworkWeights;
import io.autorec.trainer.network.OutputActivation;
import io.autorec.trainer.network.RowTransform;
import io.autorec.trainer.network.TrainedModel;
import io.autorec.trainer.network.TrainedNetwork;
import io.autorec.trainer.settings.HyperParameters;
import io.autorec.trainer.training.sparse.SparseNetwork;
import io.autorec.trainer.training.sparse.SparseReconstructor;
import io.autorec.trainer.training.step.Adam;
import io.autorec.trainer.training.step.AdamState;
import io.autorec.trainer.training.step.ImplicitFactors;
import io.autorec.trainer.training.step.TrainableNetwork;
import io.autorec.trainer.training.step.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ImplicitFactorsTest {
  private static final float PENALTY = 0.3f;

  private final TrainingData data = new TrainingData();
  private final int width = data.training.width();
  private final Workers workers = new Workers(2);

  @AfterEach
  void close() {
    workers.close();
  }

  static Stream<HyperParameters> recipes() {
    return Stream.of(
        TrainingData.plain(),
        TrainingData.hyper(HiddenActivation.SIGMOID, OutputActivation.IDENTITY, Centering.NONE),
        TrainingData.hyper(HiddenActivation.TANH, OutputActivation.IDENTITY, Centering.BIAS));
  }

  /** Weights with factors that are not zero. */
  private NetworkWeights weights(HyperParameters hyper) {
    RowTransform transform = data.transform(hyper);
    NetworkWeights weights =
        InitialWeights.withFactors(
            InitialWeights.draw(hyper.shape(), transform, 3), transform, data.training.rows());
    Random random = new Random(7);
    for (float[][] matrix : matrices(weights)) {
      for (int i = width; i < matrix.length; i++) {
        for (int unit = 0; unit < matrix[i].length; unit++) {
          matrix[i][unit] = 0.4f * (random.nextFloat() - 0.5f);
        }
      }
    }
    return weights;
  }

  private static List<float[][]> matrices(NetworkWeights weights) {
    return List.of(weights.encoder(), weights.maskEncoder(), weights.decoder());
  }

  private TrainableNetwork network(HyperParameters hyper, NetworkWeights weights) {
    NetworkShape shape = hyper.shape();
    RowTransform transform = data.transform(hyper);
    AdamState state = AdamState.start(weights.copy());
    return SparseNetwork.withFactors(
        new ImplicitFactors(data.training, shape, transform, state, 0.001, workers),
        shape,
        transform,
        state,
        workers);
  }

  private double squaredError(HyperParameters hyper, NetworkWeights weights) {
    try (TrainableNetwork network = network(hyper, weights)) {
      network.step(
          data.training, data.training.observedRows(), new float[width], Adam.step(1e-3, 1));
      return network.squaredError();
    }
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void step_movesOwnWeightsAndFactors_alongTheGradientOfTheObjective(HyperParameters hyper) {
    NetworkWeights weights = weights(hyper);
    float[] penalties = new float[width];
    Arrays.fill(penalties, PENALTY);
    NetworkWeights means;
    try (TrainableNetwork network = network(hyper, weights)) {
      network.step(data.training, data.training.observedRows(), penalties, Adam.step(1e-6, 1));
      network.moveFactors(Adam.step(1e-6, 1), PENALTY);
      means = network.state().means();
    }
    for (int p = 0; p < 3; p++) {
      float[][] matrix = matrices(weights).get(p);
      for (int i = 0; i < matrix.length; i++) {
        int unit = i % hyper.hiddenUnits();
        float before = matrix[i][unit];
        matrix[i][unit] = before + 1e-2f;
        double up = squaredError(hyper, weights) / 2;
        matrix[i][unit] = before - 1e-2f;
        double down = squaredError(hyper, weights) / 2;
        matrix[i][unit] = before;
        boolean isMoved = i < width || data.training.count(i - width) > 0;
        double expected = isMoved ? (up - down) / 2e-2 + PENALTY * before : 0;
        assertEquals(
            expected,
            matrices(means).get(p)[i][unit] / (1 - Adam.BETA1),
            0.02 * Math.max(1, Math.abs(expected)),
            "matrix " + p + " [" + i + "]");
      }
    }
  }

  @Test
  void decoder_leavesTheFactorsOfTheRowItselfOut() {
    HyperParameters hyper = TrainingData.plain();
    int row = data.training.observedRows()[0];
    NetworkWeights weights = weights(hyper);
    NetworkWeights others = weights.copy();
    Arrays.fill(others.decoder()[width + row], 5);
    assertEquals(errorOf(hyper, weights, row), errorOf(hyper, others, row), 1e-2);
    assertNotEquals(
        squaredError(hyper, weights), squaredError(hyper, others), 1, "other rows see them");
  }

  private double errorOf(HyperParameters hyper, NetworkWeights weights, int row) {
    try (TrainableNetwork network = network(hyper, weights)) {
      network.step(data.training, new int[] {row}, new float[width], Adam.step(1e-3, 1));
      return network.squaredError();
    }
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void folded_predictsWhatTheNetworkInTrainingDoes(HyperParameters hyper) {
    NetworkWeights weights = weights(hyper);
    RowTransform transform = data.transform(hyper);
    NetworkWeights folded =
        ImplicitFactors.folded(weights, data.training, hyper.shape(), transform, workers);
    assertEquals(width, folded.decoder().length);
    assertEquals(width, folded.outputBias().length);
    TrainedModel model =
        TrainedModel.of(TrainedNetwork.mean(hyper.shape(), transform, 1, List.of(folded)));
    try (TrainableNetwork network = network(hyper, weights)) {
      assertArrayEquals(
          network.predict(data.training, data.validation),
          new SparseReconstructor(model, workers).predict(data.training, data.validation));
    }
  }

  @Test
  void factors_followTheGradientsSinceTheirLastStep_only() {
    HyperParameters hyper = TrainingData.plain();
    try (TrainableNetwork network = network(hyper, weights(hyper))) {
      network.step(
          data.training, data.training.observedRows(), new float[width], Adam.step(1e-6, 1));
      network.moveFactors(Adam.step(1e-6, 1), 0);
      float[] once = network.state().means().decoder()[width].clone();
      network.moveFactors(Adam.step(1e-6, 2), 0);
      float[] twice = network.state().means().decoder()[width];
      for (int unit = 0; unit < once.length; unit++) {
        assertEquals(Adam.BETA1 * once[unit], twice[unit], 1e-6);
      }
    }
  }
}
