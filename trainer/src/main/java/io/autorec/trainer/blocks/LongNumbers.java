package io.autorec.trainer.blocks;

/** Numbers different longs from 0, in the order in which they first come. Not thread-safe. */
public final class LongNumbers {
  /** A hash table with open addressing: a long, and beside it 1 + its number, or 0. */
  private long[] keys = new long[128];

  private int[] numbers = new int[keys.length];
  private int size;

  /** The number of a long, which is the number of longs before the call if it is new. */
  public int number(long key) {
    int slot = slot(key);
    if (numbers[slot] == 0) {
      numbers[slot] = ++size;
      keys[slot] = key;
      if (2 * size > keys.length) {
        grow();
      }
      return size - 1;
    }
    return numbers[slot] - 1;
  }

  /** The slot of a long, or the free one where it goes. */
  private int slot(long key) {
    int mask = keys.length - 1;
    int slot = (int) ((key * 0x9E3779B97F4A7C15L) >>> Integer.SIZE) & mask;
    while (numbers[slot] != 0 && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldNumbers = numbers;
    keys = new long[2 * oldKeys.length];
    numbers = new int[keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldNumbers[i] != 0) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        numbers[slot] = oldNumbers[i];
      }
    }
  }
}
