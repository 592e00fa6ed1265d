package io.autorec.trainer.ratings;

import io.autorec.model.UserRatings;
import io.autorec.trainer.blocks.RatingBlock;
import io.autorec.trainer.fields.FieldValues;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.input.InputFile;
import io.autorec.trainer.input.InputFiles;
import io.autorec.trainer.source.RatingsSource;
import io.autorec.trainer.times.Timestamps;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Reads ratings files in any format that {@link RatingsFormat} knows, plain or packed.
 *
 * <ul>
 *   <li>In CSV (commas, semicolons) a field that starts with a quote ends with one. In other
 *       formats a quote is text, unless quotes enclose a whole field.
 *   <li>Ids stay as they are spelled, apart from surrounding blanks. The vocabularies are sorted,
 *       numerically when all ids are integers and else by code point, so that the order of the
 *       lines does not matter.
 *   <li>A bad row (a quoted field that is not closed, too few fields, an empty id, a rating that is
 *       not a number up to a million, or off the scale that the options name) stops the reading, or
 *       is counted and left out if the options say so. Reading then continues at the second line of
 *       the row, if a quote gave it several.
 *   <li>A row whose rating stands for none, as the options say, is an interaction without a rating.
 *       A row of the same pair with a rating counts in its place. If each user has each item, such
 *       rows tell nothing, and are left out.
 *   <li>Of several ratings of an item by the same user, the one with the latest timestamp stays;
 *       without timestamps, or with equal ones, the one on the last line. A timestamp that cannot
 *       be read is counted, and earlier than any other.
 *   <li>Rows are interactions without ratings if the options say so, if no column holds ratings, or
 *       if all ratings are the same, or none is left. Each then has the rating 1. A column of
 *       unknown meaning whose first value is a number is refused, since it may hold ratings.
 *   <li>A file from which nothing can be learned is refused: fewer than two users or two items.
 * </ul>
 */
public final class RatingsReader {
  private final Columns columns;
  private final Feedback feedback;
  private final ReadOptions options;
  private final RatingsCollector collector;
  private final ReadingSummaryBuilder summary = ReadingSummaryBuilder.builder();

  /** The columns of unknown meaning that had no value so far. */
  private final Set<Integer> undecided;

  /** The file that is being read; the columns are the same in all. */
  private Path path;

  private RowShape shape;
  private RowFields rows;

  private final Timestamps timestamps = new Timestamps();
  private final List<String> notes = new ArrayList<>();
  private long repeatedHeaders;
  private long skipped;
  private long unreadTimes;

  private RatingsReader(Path path, RatingsFormat format, ReadOptions options) {
    this.path = path;
    this.rows = new RowFields(path, format, options);
    this.shape = format.shape();
    this.columns = format.columns();
    this.feedback = format.feedback();
    this.options = options;
    this.collector = new RatingsCollector(columns.hasTimestamp());
    this.undecided = new HashSet<>(columns.unknown().keySet());
    notes.addAll(format.notes());
    summary
        .format(format.description())
        .columns(columns.names())
        .first("")
        .firstSkipped("")
        .firstUnreadTime("")
        .titles("");
  }

  /** Reads one file. */
  public static RatingsFile read(Path file, ReadOptions options) {
    return read(InputFiles.of(file), options);
  }

  /**
   * Reads one file or several, or the result of a query. Several files have the same columns, and
   * each has the header, if there is one.
   *
   * @throws InputException if one cannot be read or used, in one line for the user
   */
  public static RatingsFile read(RatingsSource input, ReadOptions options) {
    return read(input, options, true);
  }

  /**
   * Reads ratings to test a model on: all of them may be the same.
   *
   * @throws InputException as for {@link #read}, or if the rows are interactions without ratings
   */
  public static RatingsFile readRatings(RatingsSource input, ReadOptions options) {
    return read(input, options, false).requireRatings();
  }

  private static RatingsFile read(
      RatingsSource input, ReadOptions options, boolean equalAreInteractions) {
    List<String> digests = new ArrayList<>();
    RatingsReader reader = null;
    RatingsFormat format = null;
    for (RatingsInput.Part part : RatingsInput.parts(input)) {
      Path shown = part.shown();
      try (RatingsInput opened = part.open()) {
        format = opened.format(options, format);
        if (reader == null) {
          reader = new RatingsReader(shown, format, options);
        } else {
          reader.goOnWith(shown, format);
        }
        reader.readRows();
        digests.add(opened.sha256());
      } catch (IOException e) {
        throw InputFile.failure(shown, e);
      }
    }
    return Objects.requireNonNull(reader)
        .toFile(input, InputFiles.sha256(digests), equalAreInteractions);
  }

  /** Turns to a further file. */
  private void goOnWith(Path file, RatingsFormat format) {
    if (!format.columns().equals(columns)) {
      throw new InputException(
          "%s: columns %s (expected: those of %s, at the same places, under the same header if there is one: %s)"
              .formatted(
                  file,
                  InputException.quoted(String.join(", ", format.columns().names())),
                  path,
                  InputException.quoted(String.join(", ", columns.names()))));
    }
    notes.addAll(format.notes());
    notes.addAll(shape.differences(path, format.shape(), file));
    path = file;
    rows = new RowFields(file, format, options);
    shape = format.shape();
  }

  private RatingsFile toFile(RatingsSource input, String sha256, boolean equalAreInteractions) {
    int rated = collector.rated();
    if (rated == 0 && !(equalAreInteractions && collector.missing() > 0)) {
      throw noRatings(input);
    }
    RatingsCollector.TimeSpan times = collector.times();
    RatingsCollector.Collected collected = collector.toTable(options.keepTimes());
    RatingTable table = collected.table();
    UserRatings unrated = collected.unrated();
    if (unrated.size() > 0 && table.isWholeWith(unrated)) {
      if (rated == 0) {
        throw noRatings(input);
      }
      collected = collected.withoutUnrated();
      notes.add("each user has each item, so that a row without a rating tells nothing");
    }
    Feedback told = equalAreInteractions ? toldBy(table) : feedback;
    options.requireScaleFor(told, input.toString());
    table.requireTwoOfEach(input.toString(), feedback.noun());
    RatingsCollector.Collected taken = told.isImplicit() ? collected.asInteractions() : collected;
    return new RatingsFile(
        taken.table(),
        taken.unrated(),
        taken.times(),
        told,
        taken.table().scale(options.scale()),
        input.name(),
        sha256.isEmpty() ? table.sha256(collected.unrated()) : sha256,
        rated,
        rated - table.size(),
        skipped,
        summary(times));
  }

  private InputException noRatings(RatingsSource input) {
    return new InputException(
        input + ": " + (skipped == 0 ? "no ratings in it" : "no good rows, " + skipped + " bad"));
  }

  private Feedback toldBy(RatingTable table) {
    if (feedback.isImplicit() || table.size() == 0) {
      return feedback.isImplicit() ? feedback : Feedback.NONE_RATED;
    }
    return table.isAllEqual() ? Feedback.allEqual(table.rating(0)) : feedback;
  }

  private ReadingSummary summary(RatingsCollector.TimeSpan times) {
    if (repeatedHeaders > 0) {
      notes.add("header lines within the data left out: " + repeatedHeaders);
    }
    return summary
        .missing(collector.missing())
        .times(times.count())
        .earliest(times.earliest())
        .latest(times.latest())
        .unreadTimes(unreadTimes)
        .notes(notes)
        .build();
  }

  /** Reads all rows of a file: in blocks where it can, and else one by one. */
  private void readRows() throws IOException {
    for (boolean more = true; more; ) {
      RatingBlock block = undecided.isEmpty() ? rows.nextBlock() : null;
      if (block == null) {
        more = readNext();
      } else {
        add(block);
      }
    }
  }

  /** Reads the next row; returns false if there is none. */
  private boolean readNext() throws IOException {
    try {
      if (!rows.next()) {
        return false;
      }
      readRow();
    } catch (InputException e) {
      if (!options.skipBadRows()) {
        throw e;
      }
      if (skipped++ == 0) {
        summary.firstSkipped(e.getMessage());
      }
      return true;
    }
    if (!undecided.isEmpty()) {
      rows.requireNoNumber(undecided);
    }
    return true;
  }

  private void add(RatingBlock block) {
    timestamps.addClear(block.timed());
    if (block.rows() > 0) {
      int first = block.first();
      sayFirst(
          block.users().text(block.userOf()[first]),
          block.items().text(block.itemOf()[first]),
          block.ratings()[first]);
    }
    collector.addAll(block);
  }

  private void readRow() throws IOException {
    if (rows.areHeader()) {
      repeatedHeaders++;
      return;
    }
    rows.check();
    String user = rows.user();
    String item = rows.item();
    float rating = rows.rating();
    sayFirst(user, item, rating);
    boolean hasTime = columns.hasTimestamp() && rating != FieldValues.MISSING;
    collector.add(user, item, rating, hasTime ? timestamp() : Timestamps.NONE);
  }

  /** Keeps what the first row is: of those with a rating if there is one. */
  private void sayFirst(String user, String item, float rating) {
    boolean isMissing = rating == FieldValues.MISSING;
    if (collector.rated() == 0 && !(isMissing && collector.missing() > 0)) {
      String told = isMissing ? ", no rating" : ", rating " + rating;
      summary.first(ReadingSummary.row(user, item, columns.hasRating() ? told : ""));
    }
  }

  private double timestamp() {
    String text = rows.timestamp();
    double time = timestamps.parse(text);
    if (timestamps.mustSwapDays()) {
      collector.changeTimes(timestamps::swapDays);
    }
    if (Double.isNaN(time)) {
      if (unreadTimes++ == 0) {
        summary.firstUnreadTime(rows.place() + ": " + InputException.quoted(text));
      }
      return Timestamps.NONE;
    }
    return time;
  }
}
