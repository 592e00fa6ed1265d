package io.autorec.ranking;

/**
 * How alike items are to a {@link RankingHead}: the cosine of the angle between their rows of B +
 * I. A row is what the choice of one item says about all items; about itself it says 1. So two
 * items are alike if the choice of one speaks for the other, or if both speak for the same items.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class HeadLikeness implements Likeness {
  private final RankingHead head;
  private final double[] lengths;

  /** Compares the items of a head. */
  public HeadLikeness(RankingHead head) {
    this.head = head;
    this.lengths = new double[head.items()];
    for (int item = 0; item < lengths.length; item++) {
      double squares = 1 + 2.0 * head.weight(item, item);
      for (int i = head.start(item); i < head.start(item + 1); i++) {
        squares += (double) head.weight(i) * head.weight(i);
      }
      lengths[item] = Math.sqrt(Math.max(0, squares));
    }
  }

  @Override
  public float[] cosines(int one, int[] others) {
    float[] row = new float[head.items()];
    for (int i = head.start(one); i < head.start(one + 1); i++) {
      row[head.target(i)] = head.weight(i);
    }
    row[one]++;
    float[] cosines = new float[others.length];
    for (int i = 0; i < cosines.length; i++) {
      double both = lengths[one] * lengths[others[i]];
      double cosine = both == 0 ? 0 : dot(others[i], row) / both;
      cosines[i] = (float) Math.max(-1, Math.min(1, cosine));
    }
    return cosines;
  }

  /** The scalar product of an item's row of B + I with another row. */
  private double dot(int item, float[] row) {
    double sum = row[item];
    for (int i = head.start(item); i < head.start(item + 1); i++) {
      sum += (double) head.weight(i) * row[head.target(i)];
    }
    return sum;
  }
}
