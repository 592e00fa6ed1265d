package io.autorec.trainer.head;

/**
 * The settings of a ranking head. {@link HeadTraining} chooses the share of the codes on the
 * validation part, and on interactions the popularity; all others are the same for all data.
 *
 * @param lowestInput the input of the lowest rating, from 0 to 1; that of the highest is 1, and
 *     that of no rating 0
 * @param codeShare the share of the item codes' prediction in what the weights are fitted to, from
 *     0 to 1
 * @param popularity what an item's score has beside the weights, for a share of users of 1
 */
public record HeadSettings(float lowestInput, float codeShare, float popularity) {
  /**
   * The settings where the validation part prefers nothing else. The popularity is enough to order
   * what the weights do not.
   */
  public static final HeadSettings DEFAULT = new HeadSettings(0.2f, 0.4f, 1e-5f);

  /** Items that an item may have weights for: those with the largest cosine. */
  static final int NEIGHBOURS = 300;

  /** The share of the weights that is published, the largest ones. */
  static final double KEPT = 0.5;

  /** The largest weights of an item are published in any case, so that each item can be listed. */
  static final int ALWAYS_KEPT = 10;

  /** The ridge penalty of every weight. */
  static final double DECAY = 50;

  /**
   * The dropout that the fit stands for: the penalty of item i's weight grows by p / (1 - p) times
   * the sum of its squared inputs (Steck, "Autoencoders that don't overfit towards the identity",
   * NeurIPS 2020).
   */
  static final double DROPOUT = 1 / 3.0;

  /** Returns true if popularity does more than to order what the weights do not. */
  public boolean countsPopularity() {
    return popularity > DEFAULT.popularity;
  }

  HeadSettings withCodeShare(float other) {
    return new HeadSettings(lowestInput, other, popularity);
  }

  HeadSettings withPopularity(float other) {
    return new HeadSettings(lowestInput, codeShare, other);
  }
}
