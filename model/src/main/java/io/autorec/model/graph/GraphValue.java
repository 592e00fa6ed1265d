package io.autorec.model.graph;

import java.util.ArrayList;
import java.util.List;

/**
 * What is known of a value before its graph is run.
 *
 * @param type of its elements
 * @param wide its shape in a run of one row: of each dimension, whether it may be larger than 1
 */
record GraphValue(ElementType type, List<Boolean> wide) {
  GraphValue {
    wide = List.copyOf(wide);
  }

  /** The same shape with another type. */
  GraphValue as(ElementType other) {
    return new GraphValue(other, wide);
  }

  /** What comes of this and another, element by element. */
  GraphValue broadcast(GraphValue other) {
    List<Boolean> both = new ArrayList<>();
    int rank = Math.max(wide.size(), other.wide.size());
    for (int fromEnd = rank; fromEnd > 0; fromEnd--) {
      both.add(isWide(fromEnd) || other.isWide(fromEnd));
    }
    return new GraphValue(type, both);
  }

  private boolean isWide(int fromEnd) {
    return fromEnd <= wide.size() && wide.get(wide.size() - fromEnd);
  }

  /** Whether it is no more than a vector for each row. */
  boolean isVector() {
    return wide.size() <= 2 && wide.stream().filter(dimension -> dimension).count() <= 1;
  }
}
