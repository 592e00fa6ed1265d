package io.autorec.trainer.head;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.foldin.Codes;
import io.autorec.model.RatingScale;
import io.autorec.model.UserRatings;
import io.autorec.ranking.RankingHead;
import io.autorec.trainer.training.step.Workers;
import java.util.ArrayList;
import java.util.Arrays;
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
    InputColumns columns = new InputColumns(byUser(inputs), items);
    int[] some = new Random(seed).ints(0, items).distinct().limit(items / 2 + 1).sorted().toArray();
    try (Workers workers = new Workers(2)) {
      double[][] table = new ProductTable(columns, workers).among(some);
      double[][] fromColumns = columns.among(some);
      for (int i = 0; i < some.length; i++) {
        float[] all = columns.products(some[i], items);
        for (int j = 0; j <= i; j++) {
          double expected = 0;
          for (double[] row : inputs) {
            expected += row[some[i]] * row[some[j]];
          }
          assertEquals(expected, table[i][j], 1e-5);
          assertEquals(expected, fromColumns[i][j], 1e-5);
          assertEquals(expected, all[some[j]], 1e-5);
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
      InputColumns columns = new InputColumns(byUser, items);
      CodePrediction prediction = CodePrediction.of(new Codes(codes, 3), byUser, workers);
      NeighbourWeights weights =
          NeighbourWeights.fit(
              columns,
              seed % 2 == 0 ? columns : new ProductTable(columns, workers),
              Optional.of(prediction),
              workers,
              item -> {});
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
    InputColumns columns = new InputColumns(byUser(inputs(new Random(seed), 9, 11)), 11);
    try (Workers one = new Workers(1);
        Workers three = new Workers(3)) {
      NeighbourWeights first = fit(columns, one);
      NeighbourWeights second = fit(columns, three);
      for (int item = 0; item < 11; item++) {
        assertArrayEquals(first.own()[item], second.own()[item]);
        assertTrue(first.neighbours()[item].length <= 10);
      }
    }
  }

  private static NeighbourWeights fit(InputColumns columns, Workers workers) {
    return NeighbourWeights.fit(
        columns, new ProductTable(columns, workers), Optional.empty(), workers, item -> {});
  }

  @Property(tries = 50)
  void head_mixesBothTargets_andKeepsTheLargestWeights(@ForAll long seed) {
    Random random = new Random(seed);
    int items = 40;
    int[][] neighbours = new int[items][];
    float[][] own = new float[items][];
    float[][] byCodes = new float[items][];
    List<Float> sizes = new ArrayList<>();
    for (int item = 0; item < items; item++) {
      neighbours[item] =
          random.ints(0, items).distinct().limit(1 + random.nextInt(30)).sorted().toArray();
      own[item] = new float[neighbours[item].length];
      byCodes[item] = new float[neighbours[item].length];
      for (int n = 0; n < own[item].length; n++) {
        own[item][n] = (float) random.nextGaussian() / (1 + item);
        byCodes[item][n] = (float) random.nextGaussian() / (1 + item);
        sizes.add(Math.abs(0.75f * own[item][n] + 0.25f * byCodes[item][n]));
      }
    }
    RankingHead head =
        new NeighbourWeights(neighbours, own, byCodes)
            .head(new HeadSettings(0.2f, 0.25f, 0), new RatingScale(1, 5), new float[items]);

    sizes.sort(null);
    float half = sizes.get(sizes.size() / 2);
    int kept = 0;
    for (int source = 0; source < items; source++) {
      float[] scores = head.scores(new int[] {source}, new float[] {5});
      for (int target = 0; target < items; target++) {
        int n = Arrays.binarySearch(neighbours[target], source);
        float mixed = n < 0 ? 0 : 0.75f * own[target][n] + 0.25f * byCodes[target][n];
        boolean large =
            Math.abs(mixed) > half + 1e-6 || (n >= 0 && neighbours[target].length <= 10);
        if (large || scores[target] != 0) {
          assertEquals(mixed, scores[target], 1e-6);
        }
        kept += scores[target] == 0 ? 0 : 1;
      }
    }
    assertTrue(kept < sizes.size() * 0.8, kept + " of " + sizes.size());
  }
}
