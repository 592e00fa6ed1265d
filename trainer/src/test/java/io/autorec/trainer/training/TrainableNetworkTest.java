package io.autorec.trainer.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import io.autorec.trainer.network.Centering;
import io.autorec.trainer.network.HiddenActivation;
import io.autorec.trainer.network.NetworkWeights;
import io.autorec.trainer.network.OutputActivation;
import io.autorec.trainer.network.RowTransform;
import io.autorec.trainer.settings.HyperParameters;
import io.autorec.trainer.training.dense.DenseNetwork;
import io.autorec.trainer.training.sparse.SparseNetwork;
import io.autorec.trainer.training.step.Adam;
import io.autorec.trainer.training.step.AdamState;
import io.autorec.trainer.training.step.TrainableNetwork;
import io.autorec.trainer.training.step.Workers;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The two networks, sparse and dense, against differences of the objective and each other. */
class TrainableNetworkTest {
  private static final double LAMBDA = 0.7;

  private final TrainingData data = new TrainingData();

  private enum Kind {
    SPARSE,
    DENSE
  }

  static Stream<HyperParameters> recipes() {
    Stream<HyperParameters> activations =
        Stream.of(HiddenActivation.values())
            .map(g -> TrainingData.hyper(g, OutputActivation.IDENTITY, Centering.NONE));
    return Stream.concat(
        activations,
        Stream.of(
            TrainingData.plain(),
            TrainingData.hyper(HiddenActivation.TANH, OutputActivation.SIGMOID, Centering.NONE),
            TrainingData.hyper(
                HiddenActivation.SIGMOID, OutputActivation.IDENTITY, Centering.BIAS)));
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void step_movesAlongTheGradientOfTheObjective(HyperParameters hyper) {
    RowTransform transform = data.transform(hyper);
    NetworkWeights weights = InitialWeights.draw(hyper.shape(), transform, hyper.seed());
    for (Kind kind : Kind.values()) {
      float[][][] gradients = arrays(gradient(kind, hyper, transform, weights));
      for (int p = 0; p < gradients.length; p++) {
        for (int row = 0; row < gradients[p].length; row++) {
          int i = row % gradients[p][row].length;
          double up = objective(kind, hyper, transform, weights, p, row, i, 1e-2f);
          double down = objective(kind, hyper, transform, weights, p, row, i, -1e-2f);
          double expected = (up - down) / 2e-2;
          assertEquals(
              expected,
              gradients[p][row][i],
              0.02 * Math.max(1, Math.abs(expected)),
              kind + " parameter " + p + " [" + row + "][" + i + "]");
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void sparseAndDense_agree(HyperParameters hyper) {
    RowTransform transform = data.transform(hyper);
    NetworkWeights weights = InitialWeights.draw(hyper.shape(), transform, hyper.seed());
    float[][][] sparse = arrays(gradient(Kind.SPARSE, hyper, transform, weights));
    float[][][] dense = arrays(gradient(Kind.DENSE, hyper, transform, weights));
    for (int p = 0; p < sparse.length; p++) {
      for (int row = 0; row < sparse[p].length; row++) {
        assertArrayEquals(dense[p][row], sparse[p][row], 1e-4f, "parameter " + p);
      }
    }
    int[] rows = data.training.observedRows();
    try (TrainableNetwork one = network(Kind.SPARSE, hyper, transform, weights);
        TrainableNetwork other = network(Kind.DENSE, hyper, transform, weights)) {
      assertArrayEquals(
          other.reconstruct(data.training, rows), one.reconstruct(data.training, rows), 1e-4f);
      assertArrayEquals(
          other.predict(data.training, data.validation),
          one.predict(data.training, data.validation),
          1e-4f);
    }
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void gradients_addUpToTheSame_howeverTheRowsAreBatched(HyperParameters hyper) {
    RowTransform transform = data.transform(hyper);
    NetworkWeights weights = InitialWeights.draw(hyper.shape(), transform, hyper.seed());
    int[] rows = data.training.observedRows();
    float[] whole = arrays(gradient(Kind.SPARSE, hyper, transform, weights, rows, 0))[3][2];
    float[] sum = new float[whole.length];
    for (int from = 0; from < rows.length; from += 4) {
      int[] batch = Arrays.copyOfRange(rows, from, Math.min(rows.length, from + 4));
      float[] part = arrays(gradient(Kind.SPARSE, hyper, transform, weights, batch, 0))[3][2];
      for (int i = 0; i < sum.length; i++) {
        sum[i] += part[i];
      }
    }
    assertArrayEquals(whole, sum, 1e-3f);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void squaredError_isTheSumSinceItsBegin_eachBeforeItsMove(Kind kind) {
    HyperParameters hyper = TrainingData.plain();
    RowTransform transform = data.transform(hyper);
    NetworkWeights weights = InitialWeights.draw(hyper.shape(), transform, hyper.seed());
    int[] rows = data.training.observedRows();
    try (TrainableNetwork network = network(kind, hyper, transform, weights)) {
      network.step(data.training, rows, penalties(LAMBDA), Adam.step(1e-3, 1));
      double first = network.squaredError();
      assertTrue(first > 0);
      assertEquals(first, network.squaredError(), "asking changes nothing");
      network.step(data.training, rows, penalties(LAMBDA), Adam.step(1e-3, 2));
      double both = network.squaredError();
      assertTrue(both > first && both < 2 * first, first + " " + both);
      network.beginSquaredError(7);
      assertEquals(7, network.squaredError());
      network.step(data.training, rows, penalties(LAMBDA), Adam.step(1e-3, 3));
      assertTrue(network.squaredError() > 7 && network.squaredError() < both);
    }
  }

  /** One row observes some columns only. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void step_leavesColumnsAlone_thatNoRowObserves(Kind kind) {
    HyperParameters hyper = TrainingData.networks(1, 0);
    RowTransform transform = data.transform(hyper);
    NetworkWeights before = InitialWeights.draw(hyper.shape(), transform, hyper.seed());
    int row = data.training.observedRows()[0];
    Set<Integer> observed = new HashSet<>();
    for (int i = data.training.start(row); i < data.training.start(row + 1); i++) {
      observed.add(data.training.column(i));
    }
    assertTrue(observed.size() < transform.width());
    try (TrainableNetwork network = network(kind, hyper, transform, before)) {
      network.step(data.training, new int[] {row}, penalties(LAMBDA), Adam.step(1e-3, 1));
      AdamState after = network.state();
      for (int column = 0; column < transform.width(); column++) {
        boolean isMoved = observed.contains(column);
        for (int p : new int[] {0, 1, 3}) {
          assertEquals(
              isMoved,
              !Arrays.equals(arrays(before)[p][column], arrays(after.weights())[p][column]),
              kind + " parameter " + p + " column " + column);
          assertEquals(isMoved, isAny(arrays(after.means())[p][column]));
          assertEquals(isMoved, isAny(arrays(after.variances())[p][column]));
        }
        assertEquals(isMoved, before.outputBias()[column] != after.weights().outputBias()[column]);
      }
    }
  }

  private static boolean isAny(float[] values) {
    for (float value : values) {
      if (value != 0) {
        return true;
      }
    }
    return false;
  }

  private float[] penalties(double each) {
    float[] penalties = new float[data.training.width()];
    Arrays.fill(penalties, (float) each);
    return penalties;
  }

  private NetworkWeights gradient(
      Kind kind, HyperParameters hyper, RowTransform transform, NetworkWeights weights) {
    return gradient(kind, hyper, transform, weights, data.training.observedRows(), LAMBDA);
  }

  /** Adam's first mean, from zero, is 1 - beta1 of the gradient. */
  private NetworkWeights gradient(
      Kind kind,
      HyperParameters hyper,
      RowTransform transform,
      NetworkWeights weights,
      int[] rows,
      double penalty) {
    try (TrainableNetwork network = network(kind, hyper, transform, weights)) {
      network.step(data.training, rows, penalties(penalty), Adam.step(1e-3, 1));
      NetworkWeights means = network.state().means();
      for (float[][] matrix : arrays(means)) {
        for (float[] row : matrix) {
          for (int i = 0; i < row.length; i++) {
            row[i] /= 1 - Adam.BETA1;
          }
        }
      }
      return means;
    }
  }

  private double objective(
      Kind kind,
      HyperParameters hyper,
      RowTransform transform,
      NetworkWeights weights,
      int parameter,
      int row,
      int index,
      float step) {
    NetworkWeights moved = weights.copy();
    arrays(moved)[parameter][row][index] += step;
    double norm = 0;
    for (float[][] matrix :
        new float[][][] {moved.encoder(), moved.maskEncoder(), moved.decoder()}) {
      for (float[] values : matrix) {
        for (float w : values) {
          norm += (double) w * w;
        }
      }
    }
    try (TrainableNetwork network = network(kind, hyper, transform, moved)) {
      network.step(data.training, data.training.observedRows(), penalties(0), Adam.step(1e-3, 1));
      double squared = network.squaredError();
      return (squared + LAMBDA * norm) / 2;
    }
  }

  private static float[][][] arrays(NetworkWeights weights) {
    return new float[][][] {
      weights.encoder(),
      weights.maskEncoder(),
      {weights.hiddenBias()},
      weights.decoder(),
      {weights.outputBias()}
    };
  }

  private static TrainableNetwork network(
      Kind kind, HyperParameters hyper, RowTransform transform, NetworkWeights weights) {
    return switch (kind) {
      case SPARSE ->
          new SparseNetwork(
              hyper.shape(), transform, AdamState.start(weights.copy()), new Workers(2));
      case DENSE ->
          new DenseNetwork(Device.cpu(), hyper.shape(), transform, AdamState.start(weights));
    };
  }
}
