package io.autorec.server.ranking;

import java.nio.FloatBuffer;
import java.util.function.IntPredicate;

/** The best positions of a row of scores: a heap of the N best. */
public final class TopItems {
  private TopItems() {}

  /**
   * Positions by descending score; equal scores by ascending position.
   *
   * @param scores holds the row, [width] from {@code offset}; no NaN
   * @param eligible whether a position may be returned
   * @param count how many at most
   */
  public static int[] best(
      FloatBuffer scores, int offset, int width, IntPredicate eligible, int count) {
    int[] heap = new int[Math.min(count, width)];
    int size = 0;
    for (int position = 0; position < width && heap.length > 0; position++) {
      if (size == heap.length && !before(scores, offset, position, heap[0])) {
        continue;
      }
      if (!eligible.test(position)) {
        continue;
      }
      if (size < heap.length) {
        siftUp(scores, offset, heap, size++, position);
      } else {
        siftDown(scores, offset, heap, size, position);
      }
    }
    int[] ranked = new int[size];
    while (size > 0) {
      ranked[size - 1] = heap[0];
      size--;
      siftDown(scores, offset, heap, size, heap[size]);
    }
    return ranked;
  }

  private static boolean before(FloatBuffer scores, int offset, int a, int b) {
    float scoreA = scores.get(offset + a);
    float scoreB = scores.get(offset + b);
    return scoreA > scoreB || (scoreA == scoreB && a < b);
  }

  // The root is the worst of the best.
  private static void siftUp(FloatBuffer scores, int offset, int[] heap, int at, int position) {
    while (at > 0 && before(scores, offset, heap[(at - 1) / 2], position)) {
      heap[at] = heap[(at - 1) / 2];
      at = (at - 1) / 2;
    }
    heap[at] = position;
  }

  private static void siftDown(FloatBuffer scores, int offset, int[] heap, int size, int position) {
    int at = 0;
    for (int child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && before(scores, offset, heap[child], heap[child + 1])) {
        child++;
      }
      if (!before(scores, offset, position, heap[child])) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = position;
  }
}
