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
 *   <li>If it contains tabs, and a number as the third field: {@code user}, {@code item} and {@code
 *       rating}, or these and {@code timestamp}, tab-separated.
 *   <li>If it is {@code user::item::rating} or {@code user::item::rating::timestamp}: the same.
 *   <li>If it has two fields, separated by a tab or {@code ::}, and a digit in each: interactions
 *       of {@code user} and {@code item}.
 *   <li>Otherwise the line is a header, separated by commas, semicolons, tabs or {@code ::}. The
 *       rows are interactions if no column holds ratings.
 * </ol>
 *
 * @param rows the rows of data, from the first
 * @param columns the columns of these rows
 * @param feedback what the rows tell, unless all ratings are the same
 */
record RatingsFormat(Rows rows, Columns columns, Feedback feedback) {
  private static final String COLONS = "::";
  private static final char[] SEPARATORS = {',', ';', '\t'};

  /**
   * Detects the format of a file.
   *
   * @throws InputException if there is no text, or neither data nor a fitting header
   */
  static RatingsFormat detect(Path path, BufferedReader reader, ReadOptions options)
      throws IOException {
    FirstLine first = FirstLine.peek(path, reader);
    List<String> tabbed = first.fields('\t');
    if (!options.namesColumn() && (isNumber(tabbed, 2) || isPair(tabbed, options))) {
      return inOrder(new PlainRows(reader, "\t"), tabbed.size(), options);
    }
    List<String> parts = List.of(first.text().split(COLONS, -1));
    if (parts.size() > 1 && Columns.complete(parts, options)) {
      return withHeader(path, new PlainRows(reader, COLONS), options);
    }
    if (parts.size() > 2 || (isPair(parts, options) && !hasSeparator(first.text()))) {
      if (options.namesColumn()) {
        throw new InputException(
            path + ":" + first.line() + ": no header, so no column can be chosen by name");
      }
      return inOrder(new PlainRows(reader, COLONS), parts.size(), options);
    }
    return withHeader(path, first, reader, options);
  }

  private static RatingsFormat inOrder(Rows rows, int fields, ReadOptions options) {
    Columns columns = Columns.inOrder(fields, options);
    return new RatingsFormat(rows, columns, feedback(columns, options, Feedback.TWO_FIELDS));
  }

  private static RatingsFormat withHeader(
      Path path, FirstLine first, BufferedReader reader, ReadOptions options) throws IOException {
    char separator = separator(first, options);
    List<String> peeked = first.fields(separator);
    if (isFigures(peeked, 0) && (isFigures(peeked, 1) || isFigures(peeked, 2))) {
      throw new InputException(
          path
              + (":" + first.line() + ": no header but " + InputException.quoted(first.text()))
              + " (expected: column names in the first line, such as "
              + (peeked.size() == 2 ? "userId, movieId)" : "userId, movieId, rating)"));
    }
    return withHeader(path, Rows.of(path, reader, separator), options);
  }

  private static RatingsFormat withHeader(Path path, Rows rows, ReadOptions options)
      throws IOException {
    if (!rows.next()) {
      throw new InputException(path + ": no text in it");
    }
    List<String> header = rows.fields();
    Columns columns = Columns.byHeader(path, rows.line(), header, options);
    return new RatingsFormat(
        rows, columns, feedback(columns, options, Feedback.withoutRatings(header)));
  }

  private static Feedback feedback(Columns columns, ReadOptions options, Feedback unrated) {
    if (options.interactions()) {
      return Feedback.ASKED;
    }
    return columns.hasRating() ? Feedback.RATINGS : unrated;
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

  /** Returns true if the fields are those of an interaction, and not the names of columns. */
  private static boolean isPair(List<String> fields, ReadOptions options) {
    return (fields.size() == 2 || (fields.size() > 2 && options.interactions()))
        && hasDigit(fields.get(0))
        && hasDigit(fields.get(1))
        && !Columns.complete(fields, options);
  }

  private static boolean hasDigit(String field) {
    return field.chars().anyMatch(Character::isDigit);
  }

  private static boolean hasSeparator(String line) {
    for (char separator : SEPARATORS) {
      if (line.indexOf(separator) >= 0) {
        return true;
      }
    }
    return false;
  }

  /** Returns true if a field is an id, a rating or a time in figures, and not a name. */
  private static boolean isFigures(List<String> fields, int index) {
    return index < fields.size() && fields.get(index).matches("[0-9.-]+");
  }

  private static boolean isNumber(List<String> fields, int index) {
    return index < fields.size() && Float.isFinite(RatingNumber.parse(fields.get(index)));
  }
}
