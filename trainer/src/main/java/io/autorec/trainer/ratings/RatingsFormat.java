package io.autorec.trainer.ratings;

import io.autorec.trainer.input.FirstLine;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.input.PlainRows;
import io.autorec.trainer.input.Rows;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The format of a ratings file, as its first line shows it.
 *
 * <ol>
 *   <li>If the line contains {@code ::}: {@code user::item::rating} or {@code
 *       user::item::rating::timestamp}.
 *   <li>If it contains tabs, and a number as the third field: the same, tab-separated.
 *   <li>Otherwise the line is a header, separated by commas, semicolons or tabs.
 * </ol>
 *
 * @param rows the rows of data, from the first
 * @param columns the columns of these rows
 */
record RatingsFormat(Rows rows, Columns columns) {
  private static final char[] SEPARATORS = {',', ';', '\t'};

  /**
   * Detects the format of a file.
   *
   * @throws InputException if there is no text, or neither data nor a fitting header
   */
  static RatingsFormat detect(Path path, BufferedReader reader, ReadOptions options)
      throws IOException {
    FirstLine first = FirstLine.peek(path, reader);
    if (first.text().contains("::")) {
      if (options.namesColumn()) {
        throw new InputException(
            path + ":" + first.line() + ": no header, so no column can be chosen by name");
      }
      int fields = first.text().split("::", -1).length;
      return new RatingsFormat(new PlainRows(reader, "::"), Columns.inOrder(fields));
    }
    List<String> tabbed = first.fields('\t');
    if (isNumber(tabbed, 2) && !options.namesColumn()) {
      return new RatingsFormat(new PlainRows(reader, "\t"), Columns.inOrder(tabbed.size()));
    }
    return withHeader(path, first, reader, options);
  }

  private static RatingsFormat withHeader(
      Path path, FirstLine first, BufferedReader reader, ReadOptions options) throws IOException {
    char separator = separator(first, options);
    List<String> peeked = first.fields(separator);
    if (isNumber(peeked, 0) && isNumber(peeked, 2)) {
      throw new InputException(
          path
              + (":" + first.line() + ": no header but " + InputException.quoted(first.text()))
              + " (expected: column names such as userId, movieId, rating)");
    }
    Rows rows = Rows.of(path, reader, separator);
    if (!rows.next()) {
      throw new InputException(path + ": no text in it");
    }
    return new RatingsFormat(rows, Columns.byHeader(path, rows.line(), rows.fields(), options));
  }

  /**
   * The separator with which the line is a complete header; if there is none, the one with the most
   * fields.
   */
  private static char separator(FirstLine first, ReadOptions options) throws IOException {
    char best = SEPARATORS[0];
    for (char separator : SEPARATORS) {
      if (Columns.complete(first.fields(separator), options)) {
        return separator;
      }
      if (first.fields(separator).size() > first.fields(best).size()) {
        best = separator;
      }
    }
    return best;
  }

  private static boolean isNumber(List<String> fields, int index) {
    return index < fields.size() && Float.isFinite(RatingNumber.parse(fields.get(index)));
  }
}
