package io.autorec.trainer.ratings;

import io.autorec.trainer.input.InputException;
import io.autorec.trainer.input.InputFile;
import io.autorec.trainer.input.Rows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
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
 *       not a number up to a million) stops the reading, or is counted and left out if the options
 *       say so. Reading then continues at the second line of the row, if a quote gave it several.
 *   <li>A row whose rating stands for none, as the options say, is counted and left out.
 *   <li>Of several ratings of an item by the same user, the one with the latest timestamp stays;
 *       without timestamps, or with equal ones, the one on the last line. A timestamp that cannot
 *       be read is counted, and earlier than any other.
 *   <li>Rows are interactions without ratings if the options say so, if no column holds ratings, or
 *       if all ratings are the same. Each then has the rating 1. A column of unknown meaning whose
 *       first value is a number is refused, since it may hold ratings.
 *   <li>A file from which nothing can be learned is refused: fewer than two users or two items.
 * </ul>
 */
public final class RatingsReader {
  private static final String RATINGS =
      "a number from -1000000 to 1000000; --skip-bad-rows leaves such rows out, --missing-value those without a"
          + " rating";

  private final Path path;
  private final Rows rows;
  private final Columns columns;
  private final Feedback feedback;
  private final boolean decimalComma;
  private final List<String> missingValues;
  private final RatingsCollector collector;
  private final ReadingSummaryBuilder summary = ReadingSummaryBuilder.builder();

  /** The columns of unknown meaning that had no value so far. */
  private final Set<Integer> undecided;

  private long missing;
  private long times;
  private double earliest = Double.POSITIVE_INFINITY;
  private double latest = Double.NEGATIVE_INFINITY;
  private long unreadTimes;

  private RatingsReader(Path path, RatingsFormat format, ReadOptions options) {
    this.path = path;
    this.rows = format.rows();
    this.columns = format.columns();
    this.feedback = format.feedback();
    this.decimalComma = format.decimalComma();
    this.missingValues = options.missingValues();
    this.collector = new RatingsCollector(columns.hasTimestamp());
    this.undecided = new HashSet<>(columns.unknown().keySet());
    summary
        .format(format.description())
        .columns(columns.names())
        .first("")
        .firstSkipped("")
        .firstUnreadTime("")
        .titles("");
  }

  /**
   * Reads a file.
   *
   * @throws InputException if it cannot be read or used, in one line for the user
   */
  public static RatingsFile read(Path file, ReadOptions options) {
    return read(file, options, true);
  }

  /**
   * Reads ratings to test a model on: all of them may be the same.
   *
   * @throws InputException as for {@link #read}, or if the rows are interactions without ratings
   */
  public static RatingsFile readRatings(Path file, ReadOptions options) {
    return read(file, options, false).requireRatings();
  }

  private static RatingsFile read(Path file, ReadOptions options, boolean equalAreInteractions) {
    try (InputFile input = InputFile.open(file)) {
      RatingsReader reader =
          new RatingsReader(file, RatingsFormat.detect(file, input.text(), options), options);
      long skipped = reader.readRows(options.skipBadRows());
      String sha256 = input.sha256();
      RatingTable table = reader.collector.toTable();
      Feedback feedback = equalAreInteractions ? reader.feedback(table) : reader.feedback;
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
          skipped,
          reader.summary());
    } catch (IOException e) {
      throw InputFile.failure(file, e);
    }
  }

  private ReadingSummary summary() {
    return summary
        .missing(missing)
        .times(times)
        .earliest(earliest)
        .latest(latest)
        .unreadTimes(unreadTimes)
        .build();
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
        if (skipped++ == 0) {
          summary.firstSkipped(e.getMessage());
        }
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
    float rating = 1;
    if (columns.hasRating()) {
      String text = oneLine("rating", columns.rating(), RATINGS);
      if (isMissing(text)) {
        missing++;
        return;
      }
      rating = rating(text);
    }
    collector.add(user, item, rating, columns.hasTimestamp() ? timestamp() : 0);
    if (collector.rows() == 1) {
      summary.first(
          "user %s, item %s%s"
              .formatted(
                  InputException.quoted(user),
                  InputException.quoted(item),
                  columns.hasRating() ? ", rating " + rating : ""));
    }
  }

  /** Returns true if a rating stands for none: as it is written, or as a number. */
  private boolean isMissing(String text) {
    if (missingValues.isEmpty()) {
      return false;
    }
    float number = RatingNumber.parseWithComma(text);
    return missingValues.stream()
        .anyMatch(value -> value.equals(text) || RatingNumber.parse(value) == number);
  }

  private float rating(String text) {
    float rating = decimalComma ? RatingNumber.parseWithComma(text) : RatingNumber.parse(text);
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

  private double timestamp() {
    String text = columns.timestamp() < rows.size() ? rows.field(columns.timestamp()) : "";
    double time = Timestamps.parse(text);
    if (Double.isNaN(time)) {
      if (unreadTimes++ == 0) {
        summary.firstUnreadTime("line " + rows.line() + ": " + InputException.quoted(text));
      }
      return Timestamps.NONE;
    }
    if (time != Timestamps.NONE) {
      times++;
      earliest = Math.min(earliest, time);
      latest = Math.max(latest, time);
    }
    return time;
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
