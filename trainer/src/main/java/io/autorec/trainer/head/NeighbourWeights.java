package io.autorec.trainer.head;

import io.autorec.foldin.Cholesky;
import io.autorec.model.RatingScale;
import io.autorec.ranking.RankedItems;
import io.autorec.ranking.RankingHead;
import io.autorec.trainer.training.step.Workers;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * The weights of each item's neighbours, fitted to two targets: the item's own column of the
 * inputs, and what the item codes predict for it. The fit is linear in its target, so any mix of
 * the two needs no other fit.
 *
 * <p>Each item j has a ridge regression of its own on its neighbours S, the items with the largest
 * cosines:
 *
 * <pre>b = (G_SS + diag(d + p / (1 - p) G_ii))^-1 t</pre>
 *
 * <p>with t = G_Sj for its own column. That is EDLAE (Steck, NeurIPS 2020) where only S may have
 * weights. It needs no inverse of a matrix of items by items.
 *
 * @param neighbours of each item, ascending
 * @param own the weights for its own column, aligned with the neighbours
 * @param byCodes the weights for what the codes predict; the same arrays as {@code own} without
 *     codes
 */
record NeighbourWeights(int[][] neighbours, float[][] own, float[][] byCodes) {

  static NeighbourWeights fit(
      InputColumns columns,
      ItemProducts products,
      Optional<CodePrediction> codes,
      Workers workers,
      IntConsumer onItem) {
    int items = columns.items();
    int[][] neighbours = new int[items][];
    float[][] own = new float[items][];
    float[][] byCodes = new float[items][];
    workers.forEach(
        items,
        item -> {
          float[] target = columns.products(item, items);
          int[] near = nearest(columns, item, target);
          Cholesky system = Cholesky.of(penalised(products.among(near)));
          double[] ofNear = new double[near.length];
          for (int n = 0; n < near.length; n++) {
            ofNear[n] = target[near[n]];
          }
          neighbours[item] = near;
          own[item] = floats(system.solve(ofNear));
          byCodes[item] =
              codes
                  .map(prediction -> floats(system.solve(prediction.productsWith(item, near))))
                  .orElse(own[item]);
          onItem.accept(item);
        });
    return new NeighbourWeights(neighbours, own, byCodes);
  }

  /**
   * The items with the largest cosines between their columns and that of an item, ascending; fewer
   * where fewer have users in common with it.
   *
   * @param products of the item with all items
   */
  private static int[] nearest(InputColumns columns, int item, float[] products) {
    float[] cosines = new float[products.length];
    for (int other = 0; other < cosines.length; other++) {
      cosines[other] =
          products[other] > 0 && other != item
              ? products[other] / columns.length(other)
              : RankedItems.LEFT_OUT;
    }
    int[] nearest = RankedItems.best(cosines, HeadSettings.NEIGHBOURS).items();
    Arrays.sort(nearest);
    return nearest;
  }

  private static double[][] penalised(double[][] lower) {
    for (int row = 0; row < lower.length; row++) {
      lower[row][row] +=
          HeadSettings.DECAY + HeadSettings.DROPOUT / (1 - HeadSettings.DROPOUT) * lower[row][row];
    }
    return lower;
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /**
   * The head of a mix of both targets, with the largest weights alone.
   *
   * @param prior the scores for a user without ratings
   */
  RankingHead head(HeadSettings settings, RatingScale scale, float[] prior) {
    float[][] mixed = new float[neighbours.length][];
    int size = 0;
    for (int item = 0; item < mixed.length; item++) {
      mixed[item] = new float[own[item].length];
      for (int n = 0; n < mixed[item].length; n++) {
        mixed[item][n] = own[item][n] + settings.codeShare() * (byCodes[item][n] - own[item][n]);
      }
      size += mixed[item].length;
    }
    float[] smallest = smallestKept(mixed, size);
    int[] starts = new int[neighbours.length + 1];
    forEachKept(mixed, smallest, (source, target, weight) -> starts[source + 1]++);
    for (int item = 0; item < neighbours.length; item++) {
      starts[item + 1] += starts[item];
    }
    int[] targets = new int[starts[neighbours.length]];
    float[] weights = new float[targets.length];
    int[] next = starts.clone();
    // Targets ascend, so they ascend for each source, too.
    forEachKept(
        mixed,
        smallest,
        (source, target, weight) -> {
          targets[next[source]] = target;
          weights[next[source]++] = weight;
        });
    return new RankingHead(settings.lowestInput(), scale, prior, starts, targets, weights);
  }

  /** The size of the smallest weight to keep of each item. */
  private static float[] smallestKept(float[][] weights, int size) {
    float[] sizes = new float[size];
    float[] smallest = new float[weights.length];
    int next = 0;
    for (int item = 0; item < weights.length; item++) {
      int first = next;
      for (float weight : weights[item]) {
        sizes[next++] = Math.abs(weight);
      }
      Arrays.sort(sizes, first, next);
      smallest[item] = next == first ? 0 : sizes[Math.max(first, next - HeadSettings.ALWAYS_KEPT)];
    }
    Arrays.sort(sizes);
    float ofAll = size == 0 ? 0 : sizes[(int) (size * (1 - HeadSettings.KEPT))];
    for (int item = 0; item < weights.length; item++) {
      smallest[item] = Math.min(smallest[item], ofAll);
    }
    return smallest;
  }

  private interface Weight {
    void accept(int source, int target, float weight);
  }

  private void forEachKept(float[][] weights, float[] smallest, Weight action) {
    for (int target = 0; target < weights.length; target++) {
      for (int n = 0; n < weights[target].length; n++) {
        if (weights[target][n] != 0 && Math.abs(weights[target][n]) >= smallest[target]) {
          action.accept(neighbours[target][n], target, weights[target][n]);
        }
      }
    }
  }
}
