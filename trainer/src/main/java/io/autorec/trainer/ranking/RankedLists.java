package io.autorec.trainer.ranking;

import io.autorec.ranking.RankedItems;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Ranks all items for many users, in batches, so that the memory does not grow with the number of
 * users. The order is the server's: by descending score, and by ascending position where scores are
 * equal.
 */
public final class RankedLists {
  /** The most users that are scored at a time. */
  static final int USERS_AT_ONCE = 256;

  /** The most scores in memory at a time, 16 MiB of them. Those of one user are always allowed. */
  static final int SCORES_AT_ONCE = 1 << 22;

  private final UserScorer scorer;
  private final @Nullable UserScorer predicted;
  private final int top;
  private final LeftOut leftOut;
  private final int batch;
  private final int items;

  /**
   * Prepares the lists.
   *
   * @param items the number of items that the scorer scores
   * @param top the length of a list, at least 1; a list is shorter if fewer items are left
   * @param leftOut the items to leave out of a user's list
   */
  public RankedLists(UserScorer scorer, int items, int top, LeftOut leftOut) {
    this(scorer, null, items, top, leftOut);
  }

  /**
   * Ranks nothing yet.
   *
   * @param predicted scores items by predicted rating; may be the scorer that they are ranked by;
   *     null for lists without predicted ratings
   */
  public RankedLists(
      UserScorer scorer, @Nullable UserScorer predicted, int items, int top, LeftOut leftOut) {
    if (top < 1) {
      throw new IllegalArgumentException("top: " + top + " (expected: >= 1)");
    }
    this.scorer = scorer;
    this.predicted = predicted;
    this.top = top;
    this.leftOut = leftOut;
    this.batch = Math.max(1, Math.min(USERS_AT_ONCE, SCORES_AT_ONCE / Math.max(1, items)));
    this.items = items;
  }

  /** The items to leave out of a user's list. */
  @FunctionalInterface
  public interface LeftOut {
    /** Passes on each of them, in any order, maybe more than once; called by several threads. */
    void forEachItem(int user, IntConsumer item);
  }

  /**
   * Takes the lists, one at a time.
   *
   * @param <E> what it throws
   */
  @FunctionalInterface
  public interface Sink<E extends Exception> {
    void accept(RankedList list) throws E;
  }

  /**
   * Ranks for users, in their order.
   *
   * @param users the positions of the users, which may repeat
   * @param stop asked before each batch
   * @return false if it was stopped before every user had a list
   */
  public <E extends Exception> boolean forEach(int[] users, BooleanSupplier stop, Sink<E> sink)
      throws E {
    for (int from = 0; from < users.length; from += batch) {
      if (stop.getAsBoolean()) {
        return false;
      }
      int[] some = Arrays.copyOfRange(users, from, Math.min(users.length, from + batch));
      float[] scores = scorer.score(some);
      float[] ratings = ratings(some, scores);
      RankedList[] lists = new RankedList[some.length];
      IntStream.range(0, some.length)
          .parallel()
          .forEach(i -> lists[i] = list(some[i], scores, ratings, i * items));
      for (RankedList list : lists) {
        sink.accept(list);
      }
    }
    return true;
  }

  private float @Nullable [] ratings(int[] users, float[] scores) {
    if (predicted == null) {
      return null;
    }
    return predicted == scorer ? scores : predicted.score(users);
  }

  /** The list of a user whose scores, and predicted ratings, begin at an index. */
  private RankedList list(int user, float[] scores, float @Nullable [] ratings, int start) {
    float[] row = Arrays.copyOfRange(scores, start, start + items);
    leftOut.forEachItem(user, item -> row[item] = RankedItems.LEFT_OUT);
    RankedItems best = RankedItems.best(row, top);
    float[] ofItems = ratings == null ? null : chosen(ratings, start, best.items());
    return new RankedList(user, best.items(), best.scores(), ofItems);
  }

  private static float[] chosen(float[] all, int start, int[] positions) {
    float[] chosen = new float[positions.length];
    for (int n = 0; n < chosen.length; n++) {
      chosen[n] = all[start + positions[n]];
    }
    return chosen;
  }
}
