package io.autorec.trainer.ratings;

import io.autorec.trainer.blocks.Layout;
import io.autorec.trainer.fields.FieldValues;
import io.autorec.trainer.fields.RatingNumber;
import io.autorec.trainer.formats.OtherFormat;
import io.autorec.trainer.input.FirstLine;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.input.Lines;
import io.autorec.trainer.input.Rows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
 * @param shape how the rows are built
 * @param notes what else was found, for people
 */
record RatingsFormat(
    Rows rows,
    Columns columns,
    Feedback feedback,
    String description,
    boolean decimalComma,
    RowShape shape,
    List<String> notes) {
  private static final List<String> SEPARATORS = List.of("\t", "::", ";", ",", "|", Rows.BLANKS);
  private static final Map<String, String> NAMES =
      Map.of("\t", "tabs", ";", "semicolons", ",", "commas", "|", "pipes", Rows.BLANKS, "blanks");

  /** Where the fields of a row are, and what they mean. */
  Layout layout(ReadOptions options) {
    return new Layout(
        columns.user(),
        columns.item(),
        columns.rating(),
        columns.timestamp(),
        Math.max(shape.least(), columns.neededFields()),
        shape.most(),
        shape.header().isEmpty() ? "" : shape.header().get(columns.user()),
        new FieldValues(decimalComma, options.missingValues(), options.scale()));
  }

  /**
   * Detects the format of a file.
   *
   * @param before the format of the file before, whose header may hold for this one; null for the
   *     first
   * @throws InputException if there is no text, or neither data nor a fitting header
   */
  static RatingsFormat detect(
      FirstLine first, Lines lines, ReadOptions options, @Nullable RatingsFormat before)
      throws IOException {
    Path path = first.path();
    if (before != null && before.goesOnWith(first, options)) {
      return before.with(first.rows(lines, before.shape.separator()));
    }
    List<String> separators = separators(first, options);
    String ofHeader = headerSeparator(first, separators, options);
    if (ofHeader != null) {
      return withHeader(path, first, lines, ofHeader, options);
    }
    String ofRow = rowSeparator(first, separators, options);
    if (ofRow != null) {
      return withoutHeader(path, first, lines, ofRow, options);
    }
    String widest = widest(first, separators);
    OtherFormat.ofLine(first.text())
        .ifPresent(
            other -> {
              throw new InputException(
                  "%s:%d: %s: %s (expected: text, JSON lines or Parquet; %s)"
                      .formatted(
                          path,
                          first.line(),
                          other.label(),
                          InputException.quoted(first.text()),
                          other.advice()));
            });
    if (options.header() == ReadOptions.Header.ABSENT || looksLikeARow(first.fields(widest))) {
      throw new InputException(
          ("%s:%d: neither a header nor a rating: %s (expected: columns named userId, movieId, rating; or a user, an"
                  + " item and a rating, in this order or as --user-column, --item-column and --rating-column say; or"
                  + " --interactions)")
              .formatted(path, first.line(), InputException.quoted(first.text())));
    }
    if (first.fields(widest).size() == 1) {
      throw new InputException(
          "%s:%d: one field: %s (expected: fields separated by commas, tabs, semicolons, pipes, :: or blanks, or as"
                  .formatted(path, first.line(), InputException.quoted(first.text()))
              + " --separator says)");
    }
    return withHeader(path, first, lines, widest, options);
  }

  /** Returns true if a file without a header goes on where one in this format ended. */
  private boolean goesOnWith(FirstLine first, ReadOptions options) throws IOException {
    if (shape.separator().isEmpty() || options.header() == ReadOptions.Header.PRESENT) {
      return false;
    }
    List<String> fields = first.fields(shape.separator());
    return first.separator().isEmpty()
        && !Columns.complete(fields, options)
        && (shape.header().isEmpty() || shape.continuesWith(fields, columns));
  }

  private RatingsFormat with(Rows others) {
    return new RatingsFormat(
        others, columns, feedback, description, decimalComma, shape, List.of());
  }

  private static RatingsFormat withoutHeader(
      Path path, FirstLine first, Lines lines, String separator, ReadOptions options)
      throws IOException {
    List<String> fields = first.fields(separator);
    int size = RowShape.withoutEmpty(fields);
    if (size > RowShape.USUAL_FIELDS && !options.placesColumn()) {
      throw new InputException(
          ("%s:%d: %d fields without a header: %s (expected: user, item, rating and maybe a time; or where they are,"
                  + " as --user-column 1 --item-column 2 --rating-column 3 say; or a header)")
              .formatted(path, first.line(), size, InputException.quoted(first.text())));
    }
    Columns columns = Columns.inOrder(path, first.line(), fields.size(), options);
    return new RatingsFormat(
        first.rows(lines, separator),
        columns,
        feedback(columns, options, Feedback.TWO_FIELDS),
        "fields separated by " + name(separator) + ", no header",
        !separator.equals(","),
        RowShape.withoutHeader(separator, fields, columns),
        notes(first));
  }

  private static List<String> separators(FirstLine first, ReadOptions options) {
    if (!options.separator().isEmpty()) {
      return List.of(options.separator());
    }
    return first.separator().isEmpty() ? SEPARATORS : List.of(first.separator());
  }

  private static @Nullable String headerSeparator(
      FirstLine first, List<String> separators, ReadOptions options) throws IOException {
    if (options.header() == ReadOptions.Header.ABSENT) {
      return null;
    }
    for (String separator : separators) {
      List<String> header = new ArrayList<>(first.fields(separator));
      header.set(0, withoutHash(header.get(0)));
      if (Columns.complete(header, options)) {
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
      if (((fields.size() == 2 && isWidest(first, separators))
              || (fields.size() > 2 && options.interactions()))
          && looksLikeARow(fields)) {
        return separator;
      }
    }
    return null;
  }

  /** Returns true if nothing but blanks would make more than two fields of a line. */
  private static boolean isWidest(FirstLine first, List<String> separators) throws IOException {
    for (String separator : separators) {
      if (!separator.equals(Rows.BLANKS) && first.fields(separator).size() > 2) {
        return false;
      }
    }
    return true;
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
      Path path, FirstLine first, Lines lines, String separator, ReadOptions options)
      throws IOException {
    Rows rows = first.rows(lines, separator);
    if (!rows.next()) {
      throw new InputException(path + ": no text in it");
    }
    List<String> names = new ArrayList<>(rows.fields());
    names.set(0, withoutHash(names.get(0)));
    Columns.Header header = Columns.Header.ofLine(path, first.line(), names);
    Columns columns = Columns.byHeader(header, options);
    return new RatingsFormat(
        rows,
        columns,
        feedback(columns, options, Feedback.withoutRatings(header)),
        "fields separated by " + name(separator) + ", with a header",
        !separator.equals(","),
        RowShape.withHeader(separator, names, columns),
        notes(first));
  }

  /** The first name of a header, which some programs write as a comment: {@code #userId}. */
  private static String withoutHash(String name) {
    return name.startsWith("#") ? name.substring(1) : name;
  }

  private static List<String> notes(FirstLine first) {
    int comments = first.comments();
    return comments == 0
        ? List.of()
        : List.of(
            comments
                + (comments == 1 ? " line" : " lines")
                + " of comments before the data left out");
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
