package io.autorec.ranking;

import java.util.Arrays;

/**
 * Items in the order in which they are to be shown.
 *
 * @param items positions
 * @param scores aligned with them
 */
public record RankedItems(int[] items, float[] scores) {
  /** The score of a position that is not to be returned. */
  public static final float LEFT_OUT = Float.NEGATIVE_INFINITY;

  public RankedItems {
    if (items.length != scores.length) {
      throw new IllegalArgumentException(
          items.length + " items and " + scores.length + " scores (expected: as many)");
    }
  }

  /**
   * Finds the best of a row of scores: by descending score, equal ones by ascending position.
   *
   * @param scores [width], no NaN
   * @param count the most items to return, at least 1
   */
  public static RankedItems best(float[] scores, int count) {
    Heap top = new Heap(scores, Math.min(count, scores.length));
    top.takeBest();
    int[] items = top.ranked();
    float[] ofItems = new float[items.length];
    for (int i = 0; i < items.length; i++) {
      ofItems[i] = scores[items[i]];
    }
    return new RankedItems(items, ofItems);
  }

  /** The first items, at most so many; the list itself if these are all. */
  public RankedItems first(int count) {
    return count >= items.length
        ? this
        : new RankedItems(Arrays.copyOf(items, count), Arrays.copyOf(scores, count));
  }

  public int size() {
    return items.length;
  }

  /**
   * A heap of the best positions. Nothing it allocates grows with the width of the row, and a
   * position that is not among the best so far costs one comparison.
   */
  private static final class Heap {
    private final float[] scores;
    // The root is the worst of the best.
    private final int[] heap;
    private int size;
    // INVARIANT: a position belongs into the heap if and only if its score is above this.
    private float bar = LEFT_OUT;

    Heap(float[] scores, int count) {
      this.scores = scores;
      this.heap = new int[count];
    }

    void takeBest() {
      for (int position = 0; position < scores.length; position++) {
        if (scores[position] > bar) {
          take(position);
        }
      }
    }

    private void take(int position) {
      if (size < heap.length) {
        siftUp(size++, position);
      } else {
        siftDown(position);
      }
      if (size == heap.length) {
        bar = scores[heap[0]];
      }
    }

    private int[] ranked() {
      int[] ranked = new int[size];
      while (size > 0) {
        ranked[size - 1] = heap[0];
        size--;
        siftDown(heap[size]);
      }
      return ranked;
    }

    private boolean before(int a, int b) {
      return scores[a] > scores[b] || (scores[a] == scores[b] && a < b);
    }

    private void siftUp(int leaf, int position) {
      int at = leaf;
      while (at > 0 && before(heap[(at - 1) / 2], position)) {
        heap[at] = heap[(at - 1) / 2];
        at = (at - 1) / 2;
      }
      heap[at] = position;
    }

    private void siftDown(int position) {
      int at = 0;
      for (int child = 1; child < size; child = 2 * at + 1) {
        if (child + 1 < size && before(heap[child], heap[child + 1])) {
          child++;
        }
        if (!before(position, heap[child])) {
          break;
        }
        heap[at] = heap[child];
        at = child;
      }
      heap[at] = position;
    }
  }
}
