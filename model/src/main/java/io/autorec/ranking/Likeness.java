package io.autorec.ranking;

/** How alike items, or users, are. */
@FunctionalInterface
public interface Likeness {
  /** The cosines of one with others, from -1 to 1, aligned with the others. */
  float[] cosines(int one, int[] others);
}
