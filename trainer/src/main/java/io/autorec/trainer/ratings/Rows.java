package io.autorec.trainer.ratings;

import java.io.IOException;

/** A cursor over the rows of a text file, blank lines left out. Not thread-safe. */
interface Rows {
  /** Moves to the next row; false at the end. */
  boolean next() throws IOException;

  /** The line that the row starts on; the first line of a file is 1. */
  long line();

  /** Number of fields in the row. */
  int size();

  /** A field of the row, without surrounding blanks. */
  String field(int index);
}
