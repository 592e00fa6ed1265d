package io.autorec.trainer.ratings;

import io.autorec.trainer.fields.RatingNumber;
import io.autorec.trainer.input.FirstLine;
import io.autorec.trainer.input.Rows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * How the rows of a file are built, by which one is known that is none: too short, too long, the
 * header again, or several rows within a quoted field.
 *
 * @param separator what separates the fields of text; empty for other rows
 * @param header the names of the columns; empty without a header
 * @param least the fewest fields of a row
 * @param most the most fields, apart from empty ones at the end
 */
record RowShape(String separator, List<String> header, int least, int most) {
  static final String SKIP = "--skip-bad-rows leaves such rows out";

  /** A user, an item, a rating and a time. */
  static final int USUAL_FIELDS = 4;

  RowShape {
    header = List.copyOf(header);
  }

  /** Rows of named fields. */
  static RowShape ofRecords(List<String> types) {
    return new RowShape("", types, 0, Integer.MAX_VALUE);
  }

  /**
   * Rows under a header. They may be longer if all columns that are not read come last: these may
   * hold separators.
   */
  static RowShape withHeader(String separator, List<String> header, Columns columns) {
    int read = columns.names().size();
    boolean isOpen = columns.lastRead() < read && withoutEmpty(header) > read;
    int most = isOpen ? Integer.MAX_VALUE : header.size();
    return new RowShape(separator, header, columns.neededFields(), most);
  }

  /** Rows without a header, of which the first has these fields. Long ones have the same number. */
  static RowShape withoutHeader(String separator, List<String> first, Columns columns) {
    int size = withoutEmpty(first);
    int least = Math.max(columns.neededFields(), size > USUAL_FIELDS ? size : 0);
    return new RowShape(separator, List.of(), least, first.size());
  }

  /** Returns true for a row that repeats the header. */
  boolean isHeader(Rows rows, Columns columns) {
    return rows.size() == header.size()
        && !separator.isEmpty()
        && rows.field(columns.user()).equals(header.get(columns.user()))
        && rows.fields().equals(header);
  }

  /** What is wrong with a row, for people; empty if nothing is. */
  String problem(Rows rows, Columns columns) throws IOException {
    int size = rows.size();
    if (size < columns.neededFields() || (size < least && withoutEmpty(rows.fields()) < least)) {
      String names = String.join(", ", columns.names());
      return fields(size) + "at least " + least + ": " + names + "; " + SKIP + ")";
    }
    if (size > most && withoutEmpty(rows.fields()) > most) {
      return fields(size)
          + (most
              + ", as in the "
              + (header.isEmpty() ? "first line; " : "header; a name there for each column, "))
          + "quotes around a field with a separator in it, or --skip-bad-rows)";
    }
    List<String> further = rows.furtherLines();
    for (int i = 0; i < further.size(); i++) {
      // The last one ends with the fields after the quoted one, if there are some.
      boolean isWhole = i < further.size() - 1 || further.get(i).stripTrailing().endsWith("\"");
      if (isWhole && isRow(FirstLine.split(further.get(i), separator), size, columns)) {
        return "a quoted field that is not closed on its line, while line %d looks like a row of its own"
                .formatted(rows.line() + i + 1)
            + " (expected: a closing quote; "
            + SKIP
            + ")";
      }
    }
    return "";
  }

  /** What differs between this file's rows of named fields and another's, for people. */
  List<String> differences(Path file, RowShape other, Path otherFile) {
    return header.equals(other.header) || !separator.isEmpty() || !other.separator.isEmpty()
        ? List.of()
        : List.of(
            "%s in %s, but %s in %s; the ids are compared as they are written"
                .formatted(
                    String.join(", ", header), file, String.join(", ", other.header), otherFile));
  }

  private static String fields(int size) {
    return size + (size == 1 ? " field" : " fields") + " (expected: ";
  }

  /** Returns true if the line of a further file without a header is a row, too. */
  boolean continuesWith(List<String> fields, Columns columns) {
    return fields.size() >= columns.neededFields()
        && withoutEmpty(fields) <= most
        && isRow(fields, fields.size(), columns);
  }

  private static boolean isRow(List<String> fields, int size, Columns columns) {
    if (fields.size() != size || size < 2 || size < columns.neededFields()) {
      return false;
    }
    String user = fields.get(columns.user());
    String item = fields.get(columns.item());
    if (user.isEmpty() || item.isEmpty()) {
      return false;
    }
    return columns.hasRating()
        ? Float.isFinite(RatingNumber.parseWithComma(fields.get(columns.rating())))
        : size > 2 && user.indexOf(' ') < 0 && item.indexOf(' ') < 0;
  }

  static int withoutEmpty(List<String> fields) {
    int size = fields.size();
    while (size > 0 && fields.get(size - 1).isEmpty()) {
      size--;
    }
    return size;
  }
}
