package io.autorec.trainer.ratings;

import io.autorec.trainer.input.InputException;

/**
 * What a user may say about a ratings file.
 *
 * @param userColumn header name of the user ids; empty to detect it
 * @param itemColumn header name of the item ids; empty to detect it
 * @param ratingColumn header name of the ratings; empty to detect it
 * @param timestampColumn header name of the timestamps; empty to detect it, if there is one
 * @param interactions true to take every row as an interaction without a rating
 * @param skipBadRows true to count bad rows instead of stopping at the first
 */
public record ReadOptions(
    String userColumn,
    String itemColumn,
    String ratingColumn,
    String timestampColumn,
    boolean interactions,
    boolean skipBadRows) {

  public ReadOptions {
    if (interactions && !ratingColumn.isEmpty()) {
      throw new InputException(
          "--interactions: with --rating-column " + ratingColumn + " (expected: one of the two)");
    }
  }

  /** Detect every column; stop at the first bad row. */
  public static ReadOptions defaults() {
    return new ReadOptions("", "", "", "", false, false);
  }

  /** The same options for a file whose rows are interactions, whatever columns it has. */
  public ReadOptions asInteractions() {
    return new ReadOptions(userColumn, itemColumn, "", timestampColumn, true, skipBadRows);
  }

  /** Returns true if a column is named, which needs a file with a header. */
  boolean namesColumn() {
    return !(userColumn + itemColumn + ratingColumn + timestampColumn).isEmpty();
  }
}
