package io.autorec.ranking;

import io.autorec.foldin.Reasons;
import io.autorec.model.RatingScale;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Scores items by how likely a user chooses them, a linear item-to-item model (Steck,
 * "Embarrassingly shallow autoencoders for sparse data", WWW 2019). The score of item j is
 *
 * <pre>p_j + sum_i x(r_i) B_ij,  x(r) = l + (1 - l) (r - min) / (max - min)</pre>
 *
 * <p>over the items i that the user rated. Unrated items count as 0, so x of the lowest rating, l,
 * says how much the choice alone weighs beside the rating. Most of B is 0. The prior p is so small
 * that it only orders items that the sum does not: all of them for a user without ratings. A user
 * may be anyone: the head knows items only.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class RankingHead {
  /** A row with more than one weight in so many entries is kept whole: it is added faster. */
  private static final int SPARSE = 6;

  private final float lowestInput;
  private final RatingScale scale;
  private final float[] prior;
  private final int[] starts;
  private final int[] targets;
  private final float[] weights;
  // Row i of B as a whole; empty where it has few weights.
  private final float[][] whole;

  /**
   * @param lowestInput x of the lowest rating, from 0 to 1
   * @param prior [items], the scores for a user without ratings
   * @param starts [items + 1]; the weights B_ij of item i are entries starts[i] to starts[i + 1]
   * @param targets [weights], each j, ascending for one i
   * @param weights [weights], aligned with {@code targets}; like the other arrays not copied
   * @throws IllegalArgumentException if the arrays do not fit each other or a number is out of
   *     range
   */
  public RankingHead(
      float lowestInput,
      RatingScale scale,
      float[] prior,
      int[] starts,
      int[] targets,
      float[] weights) {
    this.lowestInput = lowestInput;
    this.scale = scale;
    this.prior = prior;
    this.starts = starts;
    this.targets = targets;
    this.weights = weights;
    if (!(lowestInput >= 0 && lowestInput <= 1)) {
      throw new IllegalArgumentException("lowest input: " + lowestInput + " (expected: 0 to 1)");
    }
    if (starts.length == 0
        || starts[0] != 0
        || prior.length != items()
        || starts[items()] != targets.length
        || targets.length != weights.length) {
      throw new IllegalArgumentException(
          "prior, starts, targets and weights do not fit each other");
    }
    this.whole = new float[items()][];
    for (int item = 0; item < items(); item++) {
      if (!Float.isFinite(prior[item])) {
        throw new IllegalArgumentException("prior of item " + item + ": not finite");
      }
      whole[item] = checkedRow(item);
    }
  }

  /** Row i of B as a whole, or nothing. */
  private float[] checkedRow(int item) {
    int start = starts[item];
    int end = starts[item + 1];
    if (start > end || end > targets.length) {
      throw new IllegalArgumentException("starts: not ascending at item " + item);
    }
    for (int i = start; i < end; i++) {
      if (targets[i] >= items() || targets[i] < 0 || (i > start && targets[i - 1] >= targets[i])) {
        throw new IllegalArgumentException(
            "targets of item " + item + ": not ascending positions of items");
      }
      if (!Float.isFinite(weights[i])) {
        throw new IllegalArgumentException("weights of item " + item + ": not finite");
      }
    }
    if ((long) SPARSE * (end - start) < items()) {
      return new float[0];
    }
    float[] row = new float[items()];
    for (int i = start; i < end; i++) {
      row[targets[i]] = weights[i];
    }
    return row;
  }

  /** Number of items. */
  public int items() {
    return starts.length - 1;
  }

  /** Number of weights that are not 0. */
  public int size() {
    return targets.length;
  }

  /** x of the lowest rating. */
  public float lowestInput() {
    return lowestInput;
  }

  float prior(int item) {
    return prior[item];
  }

  /** Number of weights of a rated item. */
  int count(int item) {
    return starts[item + 1] - starts[item];
  }

  /** Number of weights of all rated items: the additions of a {@link #scores}. */
  public long additions(int[] rated) {
    long additions = 0;
    for (int item : rated) {
      additions += count(item);
    }
    return additions;
  }

  int target(int index) {
    return targets[index];
  }

  float weight(int index) {
    return weights[index];
  }

  /** x of a rating. */
  public float input(float rating) {
    return input(lowestInput, scale, rating);
  }

  /** x of a rating for some lowest input. */
  public static float input(float lowestInput, RatingScale scale, float rating) {
    return lowestInput
        + (1 - lowestInput) * (scale.clip(rating) - scale.min()) / (scale.max() - scale.min());
  }

  /**
   * Scores all items, [items].
   *
   * @param rated positions of the items that the user rated, each once
   * @param ratings aligned with them
   */
  public float[] scores(int[] rated, float[] ratings) {
    float[] scores = prior.clone();
    for (int i = 0; i < rated.length; i++) {
      add(scores, rated[i], input(ratings[i]));
    }
    return scores;
  }

  private void add(float[] scores, int item, float input) {
    float[] row = whole[item];
    if (row.length > 0) {
      for (int target = 0; target < scores.length; target++) {
        scores[target] += input * row[target];
      }
      return;
    }
    for (int i = starts[item]; i < starts[item + 1]; i++) {
      scores[targets[i]] += input * weights[i];
    }
  }

  /**
   * The rated items that moved the score of an item: the summands of its score.
   *
   * @param rated as for {@link #scores}
   * @param count how many at most
   * @return the strongest first; none whose effect is 0
   */
  public List<Reasons.Reason> reasons(int item, int[] rated, float[] ratings, int count) {
    return IntStream.range(0, rated.length)
        .mapToObj(i -> new Reasons.Reason(i, input(ratings[i]) * weight(rated[i], item)))
        .filter(reason -> reason.effect() != 0)
        .sorted(Comparator.comparingDouble(reason -> -Math.abs(reason.effect())))
        .limit(count)
        .toList();
  }

  /** B_ij. */
  private float weight(int item, int target) {
    int index = Arrays.binarySearch(targets, starts[item], starts[item + 1], target);
    return index < 0 ? 0 : weights[index];
  }
}
