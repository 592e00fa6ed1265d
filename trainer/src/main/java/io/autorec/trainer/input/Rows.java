package io.autorec.trainer.input;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A cursor over the rows of a text file, blank lines left out. Not thread-safe. */
public interface Rows {
  /**
   * Moves to the next row; false at the end.
   *
   * @throws InputException if a row is malformed; it is given up, as by {@link #giveUpRow}
   */
  boolean next() throws IOException;

  /** The line that the row starts on; the first line of a file is 1. */
  long line();

  /** Number of fields in the row. */
  int size();

  /** A field of the row, without surrounding blanks. */
  String field(int index);

  /** Gives a bad row up: the next one starts on the line after this one's first. */
  void giveUpRow();

  /** All fields of the row. */
  default List<String> fields() {
    List<String> fields = new ArrayList<>(size());
    for (int i = 0; i < size(); i++) {
      fields.add(field(i));
    }
    return fields;
  }

  /** Rows of CSV where commas or semicolons separate fields; plain rows where tabs do. */
  static Rows of(Path path, BufferedReader reader, char separator) {
    return separator == '\t' ? new PlainRows(reader, "\t") : new CsvRows(path, reader, separator);
  }
}
