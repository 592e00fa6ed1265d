package io.autorec.trainer.input;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A cursor over the rows of a text file, without blank lines. Not thread-safe. */
public interface Rows {
  /**
   * Moves to the next row; returns false at the end.
   *
   * @throws InputException if a row is malformed; the row is then abandoned, as by {@link
   *     #giveUpRow}
   */
  boolean next() throws IOException;

  /** The line that the row starts on; the first line of a file is 1. */
  long line();

  /** Number of fields in the row. */
  int size();

  /** A field of the row, without surrounding blanks. */
  String field(int index);

  /** Abandons a bad row: the next row starts on the line after the first line of this one. */
  void giveUpRow();

  /** All fields of the row. */
  default List<String> fields() {
    List<String> fields = new ArrayList<>(size());
    for (int i = 0; i < size(); i++) {
      fields.add(field(i));
    }
    return fields;
  }

  /**
   * The rows of a file: CSV rows if commas or semicolons separate the fields, plain rows if tabs
   * do.
   */
  static Rows of(Path path, BufferedReader reader, char separator) {
    return separator == '\t' ? new PlainRows(reader, "\t") : new CsvRows(path, reader, separator);
  }
}
