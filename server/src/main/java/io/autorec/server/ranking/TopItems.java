package io.autorec.server.ranking;

import java.nio.FloatBuffer;
import java.util.function.IntPredicate;

/**
 * The best positions of a row of scores: a heap of the N best. Nothing it allocates grows with the
 * width of the row, and a position that is not among the best so far costs one comparison.
 */
public final class TopItems {
  private final FloatBuffer scores;
  private final int offset;
  private final IntPredicate eligible;
  // The root is the worst of the best.
  private final int[] heap;
  private int size;

  private TopItems(FloatBuffer scores, int offset, IntPredicate eligible, int count) {
    this.scores = scores;
    this.offset = offset;
    this.eligible = eligible;
    this.heap = new int[count];
  }

  /**
   * Positions by descending score; equal scores by ascending position.
   *
   * @param scores holds the row, [width] from {@code offset}; no NaN
   * @param eligible whether a position may be returned
   * @param count how many at most
   */
  public static int[] best(
      FloatBuffer scores, int offset, int width, IntPredicate eligible, int count) {
    TopItems top = new TopItems(scores, offset, eligible, Math.min(count, width));
    for (int position = 0; position < width; position++) {
      top.offer(position);
    }
    return top.ranked();
  }

  /**
   * The same of some positions only.
   *
   * @param candidates distinct positions
   */
  public static int[] bestOf(
      FloatBuffer scores, int offset, int[] candidates, IntPredicate eligible, int count) {
    TopItems top = new TopItems(scores, offset, eligible, Math.min(count, candidates.length));
    for (int position : candidates) {
      top.offer(position);
    }
    return top.ranked();
  }

  private void offer(int position) {
    if (size == heap.length && (size == 0 || !before(position, heap[0]))) {
      return;
    }
    if (!eligible.test(position)) {
      return;
    }
    if (size < heap.length) {
      siftUp(size++, position);
    } else {
      siftDown(position);
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
    float scoreA = scores.get(offset + a);
    float scoreB = scores.get(offset + b);
    return scoreA > scoreB || (scoreA == scoreB && a < b);
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
