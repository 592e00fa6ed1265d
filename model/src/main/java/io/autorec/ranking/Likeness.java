package io.autorec.ranking;

/** How alike items, or users, are. */
@FunctionalInterface
public interface Likeness {
  /** The likeness of one with others, from -1 to 1, aligned with the others. */
  float[] of(int one, int[] others);
}
