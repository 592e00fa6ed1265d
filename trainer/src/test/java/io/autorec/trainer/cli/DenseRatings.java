package io.autorec.trainer.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;

/** Made-up ratings where users rate most items: biases, tastes of a few kinds, and noise. */
final class DenseRatings {
  private static final int KINDS = 5;
  private static final double OBSERVED = 0.73;

  private DenseRatings() {}

  /**
   * Writes a file.
   *
   * @param taste how much the kinds say, beside noise of 0.9; 0 for nothing to learn
   * @param min the least rating; the greatest is as far from 0 on the other side
   */
  static Path write(Path file, int items, int users, double taste, double min, long seed)
      throws IOException {
    System.out.println("dense ratings: seed " + seed);
    Random random = new Random(seed);
    double[][] ofItems = gaussians(random, items);
    double[] itemBiases = gaussians(random, 1, items)[0];
    StringBuilder text = new StringBuilder("userId,itemId,rating\n");
    for (int user = 0; user < users; user++) {
      double[] ofUser = gaussians(random, 1)[0];
      double bias = 0.5 * random.nextGaussian();
      for (int item = 0; item < items; item++) {
        if (random.nextDouble() < OBSERVED) {
          double value = bias + 0.4 * itemBiases[item] + 0.9 * random.nextGaussian();
          for (int kind = 0; kind < KINDS; kind++) {
            value += taste * ofUser[kind] * ofItems[item][kind] / Math.sqrt(KINDS);
          }
          double rating = Math.max(min, Math.min(-min, value * -min / 2.75));
          text.append(String.format(Locale.ROOT, "%d,%d,%.2f%n", user, item, rating));
        }
      }
    }
    return Files.writeString(file, text);
  }

  private static double[][] gaussians(Random random, int count) {
    return gaussians(random, count, KINDS);
  }

  private static double[][] gaussians(Random random, int count, int length) {
    double[][] values = new double[count][length];
    for (double[] row : values) {
      for (int i = 0; i < length; i++) {
        row[i] = random.nextGaussian();
      }
    }
    return values;
  }
}
