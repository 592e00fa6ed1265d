package io.autorec.trainer.input;

import io.autorec.trainer.blocks.Layout;
import io.autorec.trainer.blocks.RatingBlock;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A cursor over the rows of an input, such as the lines of a text. Not thread-safe. */
public abstract class Rows {
  /** The separator of fields between which there are blanks. */
  public static final String BLANKS = " ";

  /** The fields of the row. */
  protected List<String> fields = new ArrayList<>();

  /**
   * The rows of a file.
   *
   * @param separator what separates the fields: CSV rows for a comma or a semicolon, plain rows for
   *     any other; {@value #BLANKS} stands for one blank or more
   */
  public static Rows of(Path path, BufferedReader reader, String separator) {
    return of(path, new Lines(reader), separator);
  }

  /** The rows of a file of lines. */
  public static Rows of(Path path, Lines lines, String separator) {
    return separator.equals(",") || separator.equals(";")
        ? new CsvRows(path, lines, separator.charAt(0))
        : new PlainRows(lines, separator);
  }

  /**
   * Moves to the next row; returns false at the end.
   *
   * @throws InputException if a row is malformed; the row is then abandoned, as by {@link
   *     #giveUpRow}
   */
  public abstract boolean next() throws IOException;

  /**
   * Moves over the next rows at once, and returns what they hold; null if the next row must be read
   * by {@link #next}. Every call has the same layout.
   */
  public @Nullable RatingBlock nextBlock(Layout layout) throws IOException {
    return null;
  }

  /** Passes over lines, whatever is in them; call it before the first row. */
  public void skipLines(int count) throws IOException {
    if (count != 0) {
      throw new IllegalArgumentException("rows without lines");
    }
  }

  /** The further lines of the row, if a quoted field made it span some. */
  public List<String> furtherLines() {
    return List.of();
  }

  /** Why a field of the row is empty, in messages; usually there is nothing to say. */
  public String whyEmpty(int index) {
    return "";
  }

  /** The line that the row starts on, or the number of the row; the first one is 1. */
  public abstract long line();

  /** Where the row is, for a message after the path of the input. */
  public String place() {
    return ":" + line();
  }

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
}
