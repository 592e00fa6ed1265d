package io.autorec.trainer.blocks;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Numbers different strings of bytes from 0, in the order in which they first come. It keeps no
 * object for a string, and finds one faster than a map of objects does. Not thread-safe.
 */
public final class Spellings {
  private static final int FEWEST = 64;
  private static final int MOST = Integer.MAX_VALUE - 8;

  /** Brings what differs in the low bits of a hash into the high ones, which choose the slot. */
  private static final int SPREAD = 0x9E3779B1;

  private static final int SLOT_SHIFT = 4;

  /** A hash table with open addressing: the hash of a string and 1 + its number, or 0. */
  private long[] table = new long[2 * FEWEST];

  private int[] hashes = new int[FEWEST];

  /** String n is bytes {@code ends[n]} to {@code ends[n + 1]} of the store. */
  private int[] ends = new int[FEWEST + 1];

  private byte[] store = new byte[8 * FEWEST];
  private int size;

  /** The number of different strings. */
  public int size() {
    return size;
  }

  /** The number of a string, which is {@link #size} before the call if it is new. */
  public int number(byte[] bytes, int from, int to) {
    int hash = 1;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + bytes[i];
    }
    return number(hash * SPREAD, bytes, from, to);
  }

  /** The number here of a string that has a number elsewhere. */
  public int number(Spellings other, int number) {
    return number(other.hashes[number], other.store, other.ends[number], other.ends[number + 1]);
  }

  private int number(int hash, byte[] bytes, int from, int to) {
    int mask = table.length - 1;
    int slot = hash >>> SLOT_SHIFT & mask;
    for (long entry = table[slot]; entry != 0; entry = table[slot]) {
      int number = (int) entry - 1;
      if ((int) (entry >>> Integer.SIZE) == hash
          && Arrays.equals(store, ends[number], ends[number + 1], bytes, from, to)) {
        return number;
      }
      slot = slot + 1 & mask;
    }
    add(hash, bytes, from, to);
    table[slot] = entry(size - 1);
    if (2 * size > mask) {
      grow();
    }
    return size - 1;
  }

  private long entry(int number) {
    return (long) hashes[number] << Integer.SIZE | (number + 1);
  }

  /** The string with a number, as UTF-8 text. */
  public String text(int number) {
    int start = ends[number];
    return new String(store, start, ends[number + 1] - start, StandardCharsets.UTF_8);
  }

  private void add(int hash, byte[] bytes, int from, int to) {
    if (size == hashes.length) {
      hashes = Arrays.copyOf(hashes, 2 * size);
      ends = Arrays.copyOf(ends, 2 * size + 1);
    }
    int start = ends[size];
    int end = Math.addExact(start, to - from);
    if (end > store.length) {
      store = Arrays.copyOf(store, (int) Math.min(MOST, Math.max(end, 2L * store.length)));
    }
    System.arraycopy(bytes, from, store, start, to - from);
    hashes[size] = hash;
    size++;
    ends[size] = end;
  }

  private void grow() {
    int mask = 2 * table.length - 1;
    table = new long[mask + 1];
    for (int number = 0; number < size; number++) {
      int slot = hashes[number] >>> SLOT_SHIFT & mask;
      while (table[slot] != 0) {
        slot = slot + 1 & mask;
      }
      table[slot] = entry(number);
    }
  }
}
