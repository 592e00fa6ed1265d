package io.autorec.trainer.input;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A cursor over the rows of a text file, without blank lines. Not thread-safe. */
public abstract sealed class Rows permits CsvRows, PlainRows {
  /** The separator of fields between which there are blanks. */
  public static final String BLANKS = " ";

  final Lines lines;

  /** The fields of the row. */
  List<String> fields = new ArrayList<>();

  Rows(BufferedReader reader) {
    this.lines = new Lines(reader);
  }

  /**
   * The rows of a file.
   *
   * @param separator what separates the fields: CSV rows for a comma or a semicolon, plain rows for
   *     any other; {@value #BLANKS} stands for one blank or more
   */
  public static Rows of(Path path, BufferedReader reader, String separator) {
    return separator.equals(",") || separator.equals(";")
        ? new CsvRows(path, reader, separator.charAt(0))
        : new PlainRows(reader, separator);
  }

  /**
   * Moves to the next row; returns false at the end.
   *
   * @throws InputException if a row is malformed; the row is then abandoned, as by {@link
   *     #giveUpRow}
   */
  public abstract boolean next() throws IOException;

  /** The line that the row starts on; the first line of a file is 1. */
  public abstract long line();

  /** Abandons a bad row: the next row starts on the line after the first line of this one. */
  public abstract void giveUpRow();

  /** Number of fields in the row. */
  public final int size() {
    return fields.size();
  }

  /** A field of the row, without surrounding blanks. */
  public final String field(int index) {
    return fields.get(index);
  }

  /** All fields of the row. */
  public final List<String> fields() {
    return List.copyOf(fields);
  }

  /** A field without surrounding blanks, also those that are no white space in Java. */
  static String trimmed(String field) {
    int start = 0;
    int end = field.length();
    while (start < end && isBlank(field.charAt(start))) {
      start++;
    }
    while (start < end && isBlank(field.charAt(end - 1))) {
      end--;
    }
    return field.substring(start, end);
  }

  private static boolean isBlank(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u200B' || c == '\uFEFF';
  }
}
