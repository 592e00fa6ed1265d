package io.autorec.trainer.ratings;

import io.autorec.trainer.input.FirstLine;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.input.Rows;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The format of a ratings file, as its first line shows it. Of tabs, {@code ::}, semicolons,
 * commas, pipes and blanks, the separator is
 *
 * <ol>
 *   <li>the first that makes the line a header, with a column of users and one of items;
 *   <li>else the first that makes it a row without a header: a user, an item and a number;
 *   <li>else the first that makes it two fields with a digit each: an interaction of a user with an
 *       item.
 * </ol>
 *
 * <p>The rows are interactions if no column holds ratings.
 *
 * @param rows the rows of data, from the first
 * @param columns the columns of these rows
 * @param feedback what the rows tell, unless all ratings are the same
 * @param description the separator and the header, for people
 * @param decimalComma whether 3,5 is a number
 */
record RatingsFormat(
    Rows rows, Columns columns, Feedback feedback, String description, boolean decimalComma) {
  private static final List<String> SEPARATORS = List.of("\t", "::", ";", ",", "|", Rows.BLANKS);
  private static final Map<String, String> NAMES =
      Map.of("\t", "tabs", ";", "semicolons", ",", "commas", "|", "pipes", Rows.BLANKS, "blanks");

  /**
   * Detects the format of a file.
   *
   * @throws InputException if there is no text, or neither data nor a fitting header
   */
  static RatingsFormat detect(Path path, BufferedReader reader, ReadOptions options)
      throws IOException {
    FirstLine first = FirstLine.peek(path, reader);
    List<String> separators = separators(first, options);
    String ofHeader = headerSeparator(first, separators, options);
    if (ofHeader != null) {
      return withHeader(path, first, rows(path, first, reader, ofHeader), ofHeader, options);
    }
    String ofRow = rowSeparator(first, separators, options);
    if (ofRow != null) {
      int fields = first.fields(ofRow).size();
      Columns columns = Columns.inOrder(path, first.line(), fields, options);
      return new RatingsFormat(
          rows(path, first, reader, ofRow),
          columns,
          feedback(columns, options, Feedback.TWO_FIELDS),
          "fields separated by " + name(ofRow) + ", no header",
          !ofRow.equals(","));
    }
    String widest = widest(first, separators);
    if (options.header() == ReadOptions.Header.ABSENT || looksLikeARow(first.fields(widest))) {
      throw new InputException(
          ("%s:%d: neither a header nor a rating: %s (expected: columns named userId, movieId, rating; or a user, an"
                  + " item and a rating, in this order or as --user-column, --item-column and --rating-column say; or"
                  + " --interactions)")
              .formatted(path, first.line(), InputException.quoted(first.text())));
    }
    return withHeader(path, first, rows(path, first, reader, widest), widest, options);
  }

  private static List<String> separators(FirstLine first, ReadOptions options) {
    if (!options.separator().isEmpty()) {
      return List.of(options.separator());
    }
    return first.separator().isEmpty() ? SEPARATORS : List.of(first.separator());
  }

  private static Rows rows(Path path, FirstLine first, BufferedReader reader, String separator)
      throws IOException {
    Rows rows = Rows.of(path, reader, separator);
    if (!first.separator().isEmpty()) {
      rows.next(); // the line that declares it
    }
    return rows;
  }

  private static @Nullable String headerSeparator(
      FirstLine first, List<String> separators, ReadOptions options) throws IOException {
    if (options.header() == ReadOptions.Header.ABSENT) {
      return null;
    }
    for (String separator : separators) {
      if (Columns.complete(first.fields(separator), options)) {
        return separator;
      }
    }
    return options.header() == ReadOptions.Header.PRESENT ? widest(first, separators) : null;
  }

  private static @Nullable String rowSeparator(
      FirstLine first, List<String> separators, ReadOptions options) throws IOException {
    if (options.namesColumn()) {
      return null;
    }
    for (String separator : separators) {
      if (isRating(first.fields(separator), separator, options)) {
        return separator;
      }
    }
    for (String separator : separators) {
      List<String> fields = first.fields(separator);
      if ((fields.size() == 2 || (fields.size() > 2 && options.interactions()))
          && looksLikeARow(fields)) {
        return separator;
      }
    }
    return null;
  }

  private static boolean isRating(List<String> fields, String separator, ReadOptions options) {
    int index = Columns.ratingInOrder(options);
    if (fields.size() < 3 || index >= fields.size()) {
      return false;
    }
    String text = fields.get(index);
    return options.missingValues().contains(text)
        || Float.isFinite(
            separator.equals(",") ? RatingNumber.parse(text) : RatingNumber.parseWithComma(text));
  }

  /** Returns true if the first fields hold digits, as ids do and names of columns do not. */
  private static boolean looksLikeARow(List<String> fields) {
    return fields.size() > 1
        && fields.get(0).chars().anyMatch(Character::isDigit)
        && fields.get(1).chars().anyMatch(Character::isDigit);
  }

  private static String widest(FirstLine first, List<String> separators) throws IOException {
    String widest = separators.get(0);
    for (String separator : separators) {
      // Blanks are in most headers of one field, too.
      if (first.fields(separator).size() > first.fields(widest).size()
          && (!separator.equals(Rows.BLANKS) || first.fields(widest).size() == 1)) {
        widest = separator;
      }
    }
    return first.fields(widest).size() == 1 && separators.contains(",") ? "," : widest;
  }

  private static RatingsFormat withHeader(
      Path path, FirstLine first, Rows rows, String separator, ReadOptions options)
      throws IOException {
    if (!rows.next()) {
      throw new InputException(path + ": no text in it");
    }
    List<String> header = rows.fields();
    Columns columns = Columns.byHeader(path, first.line(), header, options);
    return new RatingsFormat(
        rows,
        columns,
        feedback(columns, options, Feedback.withoutRatings(header)),
        "fields separated by " + name(separator) + ", with a header",
        !separator.equals(","));
  }

  private static String name(String separator) {
    return NAMES.getOrDefault(separator, InputException.quoted(separator));
  }

  static Feedback feedback(Columns columns, ReadOptions options, Feedback unrated) {
    if (options.interactions()) {
      return Feedback.ASKED;
    }
    return columns.hasRating() ? Feedback.RATINGS : unrated;
  }
}
