package io.autorec.trainer.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.autorec.model.IdVocabulary;
import io.autorec.model.ModelFormat;
import io.autorec.model.Orientation;
import io.autorec.model.RatingScale;
import io.autorec.trainer.evaluation.BiasBaseline;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.network.Centering;
import io.autorec.trainer.network.HiddenActivation;
import io.autorec.trainer.network.NetworkShape;
import io.autorec.trainer.network.NetworkWeights;
import io.autorec.trainer.network.OutputActivation;
import io.autorec.trainer.network.RowTransform;
import io.autorec.trainer.network.TrainedModel;
import io.autorec.trainer.network.TrainedNetwork;
import io.autorec.trainer.ratings.RatingTable;
import io.autorec.trainer.training.sparse.SparseReconstructor;
import io.autorec.trainer.training.step.Workers;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

/** ONNX Runtime on the exported graphs, and the trainer's own network, on random weights. */
class ExportParityTest {
  private static final int USERS = 9;
  private static final int ITEMS = 7;
  private static final RatingScale SCALE = new RatingScale(-2, 8);
  private static final double TOLERANCE = 2e-3;

  private static RatingMatrix matrix(Random random) {
    // The last user and the last item have no rating.
    int[] cells =
        IntStream.range(0, USERS * ITEMS)
            .filter(cell -> cell / ITEMS < USERS - 1 && cell % ITEMS < ITEMS - 1)
            .filter(cell -> random.nextInt(3) > 0)
            .toArray();
    float[] ratings = new float[cells.length];
    for (int i = 0; i < ratings.length; i++) {
      ratings[i] = random.nextInt(11) - 2;
    }
    RatingTable table =
        new RatingTable(
            IdVocabulary.of(IntStream.range(0, USERS).mapToObj(u -> "u" + u).toList()),
            IdVocabulary.of(IntStream.range(0, ITEMS).mapToObj(i -> "i" + i).toList()),
            IntStream.of(cells).map(cell -> cell / ITEMS).toArray(),
            IntStream.of(cells).map(cell -> cell % ITEMS).toArray(),
            ratings);
    return RatingMatrix.of(table, IntStream.range(0, cells.length).toArray(), Orientation.ITEM);
  }

  private static TrainedNetwork network(
      NetworkShape shape,
      Centering centering,
      double exponent,
      RatingMatrix training,
      Random random) {
    BiasBaseline baseline = BiasBaseline.fit(training);
    RowTransform transform =
        new RowTransform(
            centering,
            SCALE,
            baseline.globalMean(),
            baseline.columnBiases(),
            training.coldColumns(),
            baseline.rowDamping(),
            exponent,
            (double) training.size() / training.observedRows().length);
    NetworkWeights weights = shape.zeros(training.width());
    for (float[][] matrix :
        new float[][][] {
          weights.encoder(),
          weights.maskEncoder(),
          weights.decoder(),
          {weights.hiddenBias(), weights.outputBias()}
        }) {
      for (float[] row : matrix) {
        for (int i = 0; i < row.length; i++) {
          row[i] = 0.2f * (float) random.nextGaussian();
        }
      }
    }
    // Training leaves the weights of a cold column as they begin.
    for (int column = 0; column < USERS; column++) {
      if (transform.coldColumns()[column]) {
        Arrays.fill(weights.decoder()[column], 0);
        weights.outputBias()[column] = transform.coldOutputBias(shape.outputActivation());
      }
    }
    return new TrainedNetwork(shape, transform, weights, 20, 1);
  }

  @Property(tries = 60)
  void model_predictsWhatTheNetworkDoes(
      @ForAll long seed,
      @ForAll HiddenActivation activation,
      @ForAll boolean sigmoid,
      @ForAll boolean bias,
      @ForAll boolean mask,
      @ForAll @DoubleRange(max = 1) double exponent)
      throws OrtException {
    Random random = new Random(seed);
    RatingMatrix training = matrix(random);
    NetworkShape shape =
        new NetworkShape(
            4, activation, sigmoid ? OutputActivation.SIGMOID : OutputActivation.IDENTITY, mask);
    Centering centering = bias && !sigmoid ? Centering.BIAS : Centering.NONE;
    assertParity(TrainedModel.of(network(shape, centering, exponent, training, random)), training);
  }

  @Property(tries = 20)
  void mixture_predictsWhatItsNetworksDo(
      @ForAll long seed, @ForAll @DoubleRange(min = 0.1, max = 0.9) double share)
      throws OrtException {
    Random random = new Random(seed);
    RatingMatrix training = matrix(random);
    NetworkShape shape =
        new NetworkShape(4, HiddenActivation.SIGMOID, OutputActivation.IDENTITY, true);
    assertParity(
        TrainedModel.of(
            network(shape, Centering.NONE, 0.5, training, random),
            network(shape, Centering.BIAS, 0.5, training, random),
            share),
        training);
  }

  private static void assertParity(TrainedModel model, RatingMatrix training) throws OrtException {
    float[] expected;
    try (Workers workers = new Workers(1)) {
      expected =
          new SparseReconstructor(model, workers)
              .reconstruct(training, IntStream.range(0, ITEMS).toArray());
    }
    RowTransform transform = model.members().get(0).network().transform();
    for (int item = 0; item < ITEMS; item++) {
      // No item has a rating by the last user, who is predicted by the biases.
      assertEquals(
          SCALE.clip(transform.offset(USERS - 1) + transform.rho(training, item)),
          expected[item * USERS + USERS - 1],
          1e-5);
    }
    OnnxExport export = new OnnxExport(Orientation.ITEM, model, training);
    assertArrayEquals(expected, byRows(export.model().toByteArray(), training), (float) TOLERANCE);

    // The other graph answers user by user, unclipped.
    float[] byUsers = byUsers(export.userScores().toByteArray());
    float[] transposed = new float[expected.length];
    for (int item = 0; item < ITEMS; item++) {
      for (int user = 0; user < USERS; user++) {
        transposed[item * USERS + user] = SCALE.clip(byUsers[user * ITEMS + item]);
      }
    }
    assertArrayEquals(expected, transposed, (float) TOLERANCE);
  }

  private static float[] byRows(byte[] graph, RatingMatrix training) throws OrtException {
    float[] rows = new float[ITEMS * USERS];
    Arrays.fill(rows, Float.NaN);
    for (int item = 0; item < ITEMS; item++) {
      for (int i = training.start(item); i < training.start(item + 1); i++) {
        rows[item * USERS + training.column(i)] = training.rating(i);
      }
    }
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OnnxTensor input =
        OnnxTensor.createTensor(environment, FloatBuffer.wrap(rows), new long[] {ITEMS, USERS})) {
      return run(graph, ModelFormat.RATINGS_INPUT, input, ModelFormat.RECONSTRUCTION_OUTPUT);
    }
  }

  private static float[] byUsers(byte[] graph) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OnnxTensor input =
        OnnxTensor.createTensor(
            environment,
            LongBuffer.wrap(LongStream.range(0, USERS).toArray()),
            new long[] {USERS})) {
      return run(graph, ModelFormat.USERS_INPUT, input, ModelFormat.SCORES_OUTPUT);
    }
  }

  private static float[] run(byte[] graph, String name, OnnxTensor input, String output)
      throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(graph);
        OrtSession.Result result = session.run(Map.of(name, input), Set.of(output))) {
      FloatBuffer values = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] copy = new float[values.remaining()];
      values.get(copy);
      return copy;
    }
  }
}
