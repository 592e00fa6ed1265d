package io.autorec.trainer.ratings;

import io.autorec.trainer.input.InputException;
import io.autorec.trainer.input.InputFile;
import io.autorec.trainer.input.Rows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * Reads a ratings file in any format that {@link RatingsFormat} knows, plain or gzipped.
 *
 * <ul>
 *   <li>In CSV (commas, semicolons) a field that starts with a quote ends with one. In other
 *       formats a quote is text, unless quotes enclose a whole field.
 *   <li>Ids stay as they are spelled, apart from surrounding blanks. The vocabularies are sorted,
 *       numerically when all ids are integers and else by code point, so that the order of the
 *       lines does not matter.
 *   <li>A bad row (a quoted field that is not closed, too few fields, an empty id, a rating that is
 *       not a number up to a million, a timestamp that is not a whole number) stops the reading, or
 *       is counted and left out if the options say so. Reading then continues at the second line of
 *       the row, if a quote gave it several.
 *   <li>Of several ratings of an item by the same user, the one with the latest timestamp stays;
 *       without timestamps, or with equal ones, the one on the last line.
 *   <li>Rows are interactions without ratings if the options say so, if no column holds ratings, or
 *       if all ratings are the same. Each then has the rating 1. A column of unknown meaning whose
 *       first value is a number is refused, since it may hold ratings.
 *   <li>A file from which nothing can be learned is refused: fewer than two users or two items.
 * </ul>
 */
public final class RatingsReader {
  private static final String RATINGS = "a number from -1000000 to 1000000";
  private static final String TIMESTAMPS = "a whole number";

  private final Path path;
  private final Rows rows;
  private final Columns columns;
  private final Feedback feedback;
  private final RatingsCollector collector;

  /** The columns of unknown meaning that had no value so far. */
  private final Set<Integer> undecided;

  private RatingsReader(Path path, RatingsFormat format) {
    this.path = path;
    this.rows = format.rows();
    this.columns = format.columns();
    this.feedback = format.feedback();
    this.collector = new RatingsCollector(columns.hasTimestamp());
    this.undecided = new HashSet<>(columns.unknown().keySet());
  }

  /**
   * Reads a file.
   *
   * @throws InputException if it cannot be read or used, in one line for the user
   */
  public static RatingsFile read(Path file, ReadOptions options) {
    try (InputFile input = InputFile.open(file)) {
      RatingsReader reader =
          new RatingsReader(file, RatingsFormat.detect(file, input.text(), options));
      long skipped = reader.readRows(options.skipBadRows());
      String sha256 = input.sha256();
      RatingTable table = reader.collector.toTable();
      Feedback feedback = reader.feedback(table);
      checkUsable(file, reader.feedback, table);
      long read = reader.collector.rows();
      String name = file.toAbsolutePath().normalize().getFileName().toString();
      return new RatingsFile(
          feedback.isImplicit() ? table.asInteractions() : table,
          feedback,
          name,
          sha256,
          read,
          read - table.size(),
          skipped);
    } catch (IOException e) {
      throw InputFile.failure(file, e);
    }
  }

  /** Reads all rows; returns how many bad ones were skipped. */
  private long readRows(boolean skipBadRows) throws IOException {
    long skipped = 0;
    for (boolean more = true; more; ) {
      boolean isGood = false;
      try {
        more = rows.next();
        if (more) {
          readRow();
          isGood = true;
        }
      } catch (InputException e) {
        if (!skipBadRows) {
          throw e;
        }
        skipped++;
      }
      if (isGood && !undecided.isEmpty()) {
        columns.requireNoNumber(path, rows.fields(), undecided);
      }
    }
    if (collector.rows() == 0) {
      String reason = skipped == 0 ? "no ratings in it" : "no good rows, " + skipped + " bad";
      throw new InputException(path + ": " + reason);
    }
    return skipped;
  }

  private void readRow() {
    if (rows.size() < columns.neededFields()) {
      throw bad(
          rows.size() + (rows.size() == 1 ? " field" : " fields"),
          "at least " + columns.neededFields() + ": " + String.join(", ", columns.names()));
    }
    String user = id("user", columns.user());
    String item = id("item", columns.item());
    float rating = columns.hasRating() ? rating(oneLine("rating", columns.rating(), RATINGS)) : 1;
    long timestamp =
        columns.hasTimestamp()
            ? timestamp(oneLine("timestamp", columns.timestamp(), TIMESTAMPS))
            : 0;
    collector.add(user, item, rating, timestamp);
  }

  private float rating(String text) {
    float rating = RatingNumber.parse(text);
    if (Float.isNaN(rating)) {
      throw bad("rating " + InputException.quoted(text), RATINGS);
    }
    return rating;
  }

  private String id(String role, int column) {
    String id = oneLine(role + " id", column, "no line break");
    if (id.isEmpty()) {
      throw bad(role + " id empty", "an id");
    }
    return id;
  }

  /**
   * A field that must be on one line. If it has several lines, an unclosed quote may have joined
   * many rows.
   */
  private String oneLine(String role, int column, String expected) {
    String text = rows.field(column);
    if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
      InputException e = bad(role + " " + InputException.quoted(text), expected);
      rows.giveUpRow();
      throw e;
    }
    return text;
  }

  private long timestamp(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw bad("timestamp " + InputException.quoted(text), TIMESTAMPS);
    }
  }

  private InputException bad(String value, String expected) {
    return new InputException(
        path + ":" + rows.line() + ": " + value + " (expected: " + expected + ")");
  }

  private Feedback feedback(RatingTable table) {
    return !feedback.isImplicit() && table.isAllEqual()
        ? Feedback.allEqual(table.rating(0))
        : feedback;
  }

  private static void checkUsable(Path file, Feedback feedback, RatingTable table) {
    if (table.users().size() < 2) {
      throw new InputException(
          file + ": " + feedback.noun() + " of 1 user only (expected: at least 2 users)");
    }
    if (table.items().size() < 2) {
      throw new InputException(
          file + ": " + feedback.noun() + " of 1 item only (expected: at least 2 items)");
    }
  }
}
