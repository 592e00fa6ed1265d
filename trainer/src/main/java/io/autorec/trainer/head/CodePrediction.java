package io.autorec.trainer.head;

import io.autorec.foldin.Cholesky;
import io.autorec.foldin.Codes;
import io.autorec.model.UserRatings;
import io.autorec.trainer.training.step.Workers;
import java.util.Arrays;

/**
 * What the item codes of a trained network say about users' choices. A ridge regression fits each
 * user's whole row of inputs, holes included as 0, on the codes C, [items, features + 1], the last
 * of them 1. It predicts
 *
 * <pre>X C M C',  M = (C'C + d I)^-1</pre>
 *
 * <p>with d the mean of the codes' diagonal of C'C. So it needs one small system, and no matrix of
 * items by items.
 */
final class CodePrediction {
  private final int features;
  // C, [items, features].
  private final float[] codes;
  // X'X C, [items, features].
  private final float[] products;
  private final Cholesky system;

  private CodePrediction(int features, float[] codes, float[] products, Cholesky system) {
    this.features = features;
    this.codes = codes;
    this.products = products;
    this.system = system;
  }

  /**
   * Prepares the predictions.
   *
   * @param items their codes
   * @param inputs X by user
   */
  static CodePrediction of(Codes items, UserRatings inputs, Workers workers) {
    int features = items.features() + 1;
    float[] codes = new float[Math.multiplyExact(items.count(), features)];
    for (int item = 0; item < items.count(); item++) {
      System.arraycopy(
          items.values(), item * items.features(), codes, item * features, items.features());
      codes[(item + 1) * features - 1] = 1;
    }
    return new CodePrediction(
        features,
        codes,
        products(codes, features, inputs, workers),
        Cholesky.of(system(codes, features, workers)));
  }

  /** The lower half of C'C + d I. */
  private static double[][] system(float[] codes, int features, Workers workers) {
    double[][] lower = new double[features][];
    workers.forEach(
        features,
        row -> {
          double[] sums = new double[row + 1];
          for (int from = 0; from < codes.length; from += features) {
            double code = codes[from + row];
            for (int column = 0; column <= row; column++) {
              sums[column] += code * codes[from + column];
            }
          }
          lower[row] = sums;
        });
    double mean = 0;
    for (int row = 0; row + 1 < features; row++) {
      mean += lower[row][row] / (features - 1);
    }
    for (int row = 0; row < features; row++) {
      lower[row][row] += Math.max(mean, Float.MIN_NORMAL);
    }
    return lower;
  }

  /** X'(X C), each thread for some of the features. */
  private static float[] products(
      float[] codes, int features, UserRatings inputs, Workers workers) {
    float[] products = new float[codes.length];
    int width = 64;
    workers.forEach(
        (features + width - 1) / width,
        part -> {
          int first = part * width;
          int length = Math.min(width, features - first);
          float[] sum = new float[length];
          for (int user = 0; user < inputs.users(); user++) {
            Arrays.fill(sum, 0);
            for (int i = inputs.start(user); i < inputs.start(user + 1); i++) {
              int from = inputs.item(i) * features + first;
              float input = inputs.rating(i);
              for (int k = 0; k < length; k++) {
                sum[k] += input * codes[from + k];
              }
            }
            for (int i = inputs.start(user); i < inputs.start(user + 1); i++) {
              int from = inputs.item(i) * features + first;
              float input = inputs.rating(i);
              for (int k = 0; k < length; k++) {
                products[from + k] += input * sum[k];
              }
            }
          }
        });
    return products;
  }

  /** The scalar products of some items' columns of X with the predicted column of an item. */
  double[] productsWith(int item, int[] others) {
    double[] code = new double[features];
    for (int k = 0; k < features; k++) {
      code[k] = codes[item * features + k];
    }
    double[] decoder = system.solve(code);
    double[] found = new double[others.length];
    for (int n = 0; n < others.length; n++) {
      int from = others[n] * features;
      double sum = 0;
      for (int k = 0; k < features; k++) {
        sum += decoder[k] * products[from + k];
      }
      found[n] = sum;
    }
    return found;
  }
}
