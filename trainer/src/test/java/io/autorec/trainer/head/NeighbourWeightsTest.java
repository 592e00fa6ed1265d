package io.autorec.trainer.head;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.foldin.Codes;
import io.autorec.model.UserRatings;
import io.autorec.trainer.training.sparse.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class NeighbourWeightsTest {
  /** Random inputs, [users, items], 0 where there is none. */
  private static double[][] inputs(Random random, int users, int items) {
    double[][] inputs = new double[users][items];
    for (double[] row : inputs) {
      for (int item = 0; item < items; item++) {
        row[item] = random.nextInt(3) == 0 ? (1 + random.nextInt(5)) / 5f : 0;
      }
    }
    return inputs;
  }

  private static UserRatings byUser(double[][] inputs) {
    List<Integer> items = new ArrayList<>();
    List<Float> values = new ArrayList<>();
    int[] starts = new int[inputs.length + 1];
    for (int user = 0; user < inputs.length; user++) {
      for (int item = 0; item < inputs[user].length; item++) {
        if (inputs[user][item] != 0) {
          items.add(item);
          values.add((float) inputs[user][item]);
        }
      }
      starts[user + 1] = items.size();
    }
    float[] all = new float[values.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = values.get(i);
    }
    return new UserRatings(starts, items.stream().mapToInt(i -> i).toArray(), all);
  }

  @Property(tries = 100)
  void products_areThoseOfTheColumns(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 12) int users,
      @ForAll @IntRange(min = 1, max = 12) int items) {
    double[][] inputs = inputs(new Random(seed), users, items);
    try (Workers workers = new Workers(2)) {
      ItemProducts products = ItemProducts.of(byUser(inputs), items, workers);
      for (int i = 0; i < items; i++) {
        for (int j = 0; j < items; j++) {
          double expected = 0;
          for (double[] row : inputs) {
            expected += row[i] * row[j];
          }
          assertEquals(expected, products.of(i, j), 1e-5);
        }
      }
    }
  }

  /** The gradient of the penalised squared error is 0 at its minimum. */
  @Property(tries = 100)
  void fit_minimisesTheSquaredErrorOfBothTargets(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 12) int users,
      @ForAll @IntRange(min = 1, max = 12) int items) {
    Random random = new Random(seed);
    double[][] inputs = inputs(random, users, items);
    float[] codes = new float[items * 3];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (float) random.nextGaussian();
    }
    try (Workers workers = new Workers(2)) {
      UserRatings byUser = byUser(inputs);
      ItemProducts products = ItemProducts.of(byUser, items, workers);
      CodePrediction prediction = CodePrediction.of(new Codes(codes, 3), byUser, workers);
      NeighbourWeights weights = NeighbourWeights.fit(products, Optional.of(prediction), workers);
      double[][] predicted = predicted(inputs, codes);
      for (int j = 0; j < items; j++) {
        assertEquals(neighboursOf(inputs, j), weights.neighbours()[j].length);
        assertMinimal(inputs, inputs, j, weights.neighbours()[j], weights.own()[j]);
        assertMinimal(inputs, predicted, j, weights.neighbours()[j], weights.byCodes()[j]);
      }
    }
  }

  private static int neighboursOf(double[][] inputs, int item) {
    int count = 0;
    for (int other = 0; other < inputs[0].length; other++) {
      boolean both = false;
      for (double[] row : inputs) {
        both |= row[item] * row[other] > 0;
      }
      count += both && other != item ? 1 : 0;
    }
    return count;
  }

  private static void assertMinimal(
      double[][] inputs, double[][] target, int item, int[] near, float[] weights) {
    for (int n = 0; n < near.length; n++) {
      double gradient = 0;
      double squares = 0;
      for (int user = 0; user < inputs.length; user++) {
        double error = -target[user][item];
        for (int m = 0; m < near.length; m++) {
          error += inputs[user][near[m]] * weights[m];
        }
        gradient += inputs[user][near[n]] * error;
        squares += inputs[user][near[n]] * inputs[user][near[n]];
      }
      // Dropout of a third is a penalty of half the squares.
      gradient += (50 + squares / 2) * weights[n];
      assertEquals(0, gradient, 1e-3);
    }
  }

  /** X C M C' by Gauss-Jordan elimination, with the last code 1. */
  private static double[][] predicted(double[][] inputs, float[] codes) {
    int items = codes.length / 3;
    double[][] c = new double[items][];
    for (int i = 0; i < items; i++) {
      c[i] = new double[] {codes[3 * i], codes[3 * i + 1], codes[3 * i + 2], 1};
    }
    double[][] system = new double[4][8];
    double mean = 0;
    for (int a = 0; a < 4; a++) {
      system[a][4 + a] = 1;
      for (int b = 0; b < 4; b++) {
        for (double[] code : c) {
          system[a][b] += code[a] * code[b];
        }
      }
      mean += a < 3 ? system[a][a] / 3 : 0;
    }
    for (int a = 0; a < 4; a++) {
      system[a][a] += mean;
    }
    for (int pivot = 0; pivot < 4; pivot++) {
      double scale = system[pivot][pivot];
      for (int k = 0; k < 8; k++) {
        system[pivot][k] /= scale;
      }
      for (int row = 0; row < 4; row++) {
        double factor = system[row][pivot];
        for (int k = 0; row != pivot && k < 8; k++) {
          system[row][k] -= factor * system[pivot][k];
        }
      }
    }
    double[][] predicted = new double[inputs.length][items];
    for (int user = 0; user < inputs.length; user++) {
      for (int i = 0; i < items; i++) {
        for (int j = 0; j < items; j++) {
          for (int a = 0; a < 4; a++) {
            for (int b = 0; b < 4; b++) {
              predicted[user][j] += inputs[user][i] * c[i][a] * system[a][4 + b] * c[j][b];
            }
          }
        }
      }
    }
    return predicted;
  }

  @Property(tries = 20)
  void fit_isTheSame_whateverTheThreads(@ForAll long seed) {
    UserRatings inputs = byUser(inputs(new Random(seed), 9, 11));
    try (Workers one = new Workers(1);
        Workers three = new Workers(3)) {
      NeighbourWeights first =
          NeighbourWeights.fit(ItemProducts.of(inputs, 11, one), Optional.empty(), one);
      NeighbourWeights second =
          NeighbourWeights.fit(ItemProducts.of(inputs, 11, three), Optional.empty(), three);
      for (int item = 0; item < 11; item++) {
        assertArrayEquals(first.own()[item], second.own()[item]);
        assertTrue(first.neighbours()[item].length <= 10);
      }
    }
  }
}
