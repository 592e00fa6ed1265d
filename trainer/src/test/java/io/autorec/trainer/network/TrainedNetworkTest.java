package io.autorec.trainer.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.model.RatingScale;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TrainedNetworkTest {
  private static final int WIDTH = 6;
  private static final RowTransform TRANSFORM =
      new RowTransform(
          Centering.NONE,
          new RatingScale(1, 5),
          3,
          new float[WIDTH],
          new boolean[WIDTH],
          5,
          0,
          WIDTH);

  private static NetworkWeights random(NetworkShape shape, Random random) {
    NetworkWeights weights = shape.zeros(WIDTH);
    fill(weights.encoder(), random);
    fill(weights.maskEncoder(), random);
    fill(weights.decoder(), random);
    fill(new float[][] {weights.hiddenBias(), weights.outputBias()}, random);
    return weights;
  }

  private static void fill(float[][] matrix, Random random) {
    for (float[] row : matrix) {
      for (int i = 0; i < row.length; i++) {
        row[i] = (float) random.nextGaussian();
      }
    }
  }

  /** The network's output for a full row, computed by the formula. */
  private static float[] output(TrainedNetwork network, float[] row) {
    NetworkWeights weights = network.weights();
    float[] units = weights.hiddenBias().clone();
    for (int unit = 0; unit < units.length; unit++) {
      for (int column = 0; column < WIDTH; column++) {
        units[unit] += weights.encoder()[column][unit] * row[column];
        if (network.shape().maskEncoder()) {
          units[unit] += weights.maskEncoder()[column][unit];
        }
      }
      units[unit] = network.shape().hiddenActivation().apply(units[unit]);
    }
    float[] output = weights.outputBias().clone();
    for (int column = 0; column < WIDTH; column++) {
      for (int unit = 0; unit < units.length; unit++) {
        output[column] += weights.decoder()[column][unit] * units[unit];
      }
    }
    return output;
  }

  @Property(tries = 100)
  void mean_saysTheMeanOfItsMembers(
      @ForAll long seed,
      @ForAll HiddenActivation activation,
      @ForAll boolean mask,
      @ForAll @IntRange(min = 2, max = 5) int count) {
    Random random = new Random(seed);
    NetworkShape shape = new NetworkShape(4, activation, OutputActivation.IDENTITY, mask);
    List<NetworkWeights> members =
        random.ints(count).mapToObj(s -> random(shape, new Random(s))).toList();
    TrainedNetwork mean = TrainedNetwork.mean(shape, TRANSFORM, 20, members);
    float[] row = new float[WIDTH];
    fill(new float[][] {row}, random);

    float[] expected = new float[WIDTH];
    for (NetworkWeights member : members) {
      float[] one = output(new TrainedNetwork(shape, TRANSFORM, member, 20, 1), row);
      for (int column = 0; column < WIDTH; column++) {
        expected[column] += one[column] / count;
      }
    }
    float[] found = output(mean, row);
    for (int column = 0; column < WIDTH; column++) {
      assertEquals(expected[column], found[column], 1e-3 * (1 + Math.abs(expected[column])));
    }
    assertEquals(4 * count, mean.shape().hiddenUnits());
    assertEquals(count, mean.networks());
  }

  @Test
  void mean_isTheNetworkItself_whenItIsAlone() {
    NetworkShape shape = new NetworkShape(4, HiddenActivation.RELU, OutputActivation.SIGMOID, true);
    NetworkWeights weights = random(shape, new Random(1));
    TrainedNetwork mean = TrainedNetwork.mean(shape, TRANSFORM, 20, List.of(weights));
    assertSame(weights, mean.weights());
    assertEquals(1, mean.networks());
  }

  @Test
  void copy_sharesNoArray() {
    NetworkShape shape = new NetworkShape(2, HiddenActivation.RELU, OutputActivation.SIGMOID, true);
    NetworkWeights weights = random(shape, new Random(1));
    NetworkWeights copy = weights.copy();
    float before = weights.encoder()[0][0];
    copy.encoder()[0][0]++;
    copy.outputBias()[0]++;
    assertEquals(before, weights.encoder()[0][0]);
    assertNotSame(weights.hiddenBias(), copy.hiddenBias());
    assertTrue(copy.outputBias()[0] > weights.outputBias()[0]);
  }

  @Test
  void shares_addUpToOne_whenTwoAreMixed() {
    NetworkShape shape =
        new NetworkShape(2, HiddenActivation.RELU, OutputActivation.IDENTITY, true);
    TrainedNetwork network =
        new TrainedNetwork(shape, TRANSFORM, random(shape, new Random(1)), 20, 1);
    TrainedModel mixed = TrainedModel.of(network, network, 0.25);
    assertEquals(0.75f, mixed.members().get(0).share());
    assertEquals(0.25f, mixed.members().get(1).share());
    assertEquals(4, mixed.hiddenUnits());
    assertEquals(WIDTH, mixed.width());
    assertEquals(1, TrainedModel.of(network).members().get(0).share());
  }

  @Test
  void zeros_haveAMaskEncoder_onlyWhereTheShapeHas() {
    NetworkShape shape =
        new NetworkShape(2, HiddenActivation.RELU, OutputActivation.IDENTITY, false);
    assertEquals(0, shape.zeros(WIDTH).maskEncoder().length);
    assertEquals(WIDTH, shape.zeros(WIDTH).decoder().length);
    assertEquals(3, shape.withHiddenUnits(3).zeros(WIDTH).hiddenBias().length);
  }

  /** The slope from the value is the derivative, by a difference quotient. */
  @Property(tries = 300)
  void slope_isTheDerivative_ofEachActivation(
      @ForAll HiddenActivation activation, @ForAll @FloatRange(min = -4, max = 4) float x) {
    float step = 1e-2f;
    if (Math.abs(x) < 2 * step) {
      return; // relu has a corner there
    }
    double slope = (activation.apply(x + step) - activation.apply(x - step)) / (2.0 * step);
    assertEquals(slope, activation.slope(activation.apply(x)), 2e-3);
  }
}
