package io.autorec.ranking;

import java.util.BitSet;

/**
 * Re-ranks by maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998). It takes, one after
 * the other, the item i with the largest
 *
 * <pre>(1 - d) relevance(i) - d max_j cosine(i, j)</pre>
 *
 * <p>where j runs over the items already taken. With d = 0 this is the order of relevance.
 */
public final class DiverseItems {
  private final Likeness likeness;
  private final RankedItems pool;
  private final float[] relevance;
  private final float[] closest;
  private final boolean[] taken;

  private DiverseItems(RankedItems pool, float worst, float best, Likeness likeness) {
    this.likeness = likeness;
    this.pool = pool;
    this.relevance = new float[pool.size()];
    this.closest = new float[pool.size()];
    this.taken = new boolean[pool.size()];
    for (int i = 0; i < relevance.length; i++) {
      relevance[i] = (pool.scores()[i] - worst) / (best - worst);
      closest[i] = Float.NEGATIVE_INFINITY;
    }
  }

  /**
   * Chooses from a pool.
   *
   * @param pool the best items, best first; of equal ones, the first is taken
   * @param worst the score of relevance 0
   * @param best the score of relevance 1
   * @param shown items that have been taken before, none of them in the pool
   * @param likeness of the items
   * @param diversity d, from 0 to 1
   * @param count the most items to take
   */
  public static RankedItems choose(
      RankedItems pool,
      float worst,
      float best,
      BitSet shown,
      Likeness likeness,
      float diversity,
      int count) {
    DiverseItems items = new DiverseItems(pool, worst, best, likeness);
    shown.stream().forEach(items::avoid);
    int size = Math.min(count, pool.size());
    RankedItems chosen = new RankedItems(new int[size], new float[size]);
    for (int n = 0; n < size; n++) {
      int next = items.next(diversity);
      chosen.items()[n] = pool.items()[next];
      chosen.scores()[n] = pool.scores()[next];
      items.taken[next] = true;
      items.avoid(pool.items()[next]);
    }
    return chosen;
  }

  private int next(float diversity) {
    int next = -1;
    float most = 0;
    for (int i = 0; i < taken.length; i++) {
      if (!taken[i]) {
        // Nothing is like what has been taken when nothing has been.
        float like = Math.max(closest[i], -1);
        float marginal = (1 - diversity) * relevance[i] - diversity * like;
        if (next < 0 || marginal > most) {
          next = i;
          most = marginal;
        }
      }
    }
    return next;
  }

  private void avoid(int item) {
    float[] alike = likeness.of(item, pool.items());
    for (int i = 0; i < closest.length; i++) {
      closest[i] = Math.max(closest[i], alike[i]);
    }
  }
}
