package io.autorec.trainer.ratings;

import io.autorec.trainer.input.InputException;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/**
 * What was understood of a ratings file, and what of it was left out.
 *
 * @param format how its fields are separated and named, for people
 * @param columns the names of the columns that were read
 * @param first the first good row as it was read, for people
 * @param missing the number of rows whose rating stands for none
 * @param firstSkipped why the first bad row was skipped; empty if none was
 * @param times the number of rows with a time
 * @param earliest the earliest time
 * @param latest the latest time
 * @param unreadTimes the number of rows whose time could not be read
 * @param firstUnreadTime where and what the first of them is; empty if there is none
 * @param notes what else was found, a line each, for people
 * @param titles how many items have a title, for people; empty without a file of titles
 */
@RecordBuilder
public record ReadingSummary(
    String format,
    List<String> columns,
    String first,
    long missing,
    String firstSkipped,
    long times,
    double earliest,
    double latest,
    long unreadTimes,
    String firstUnreadTime,
    List<String> notes,
    String titles) {
  public ReadingSummary {
    columns = List.copyOf(columns);
    notes = List.copyOf(notes);
  }

  /** A row, for people. */
  static String row(String user, String item, String rating) {
    return "user %s, item %s%s"
        .formatted(InputException.quoted(user), InputException.quoted(item), rating);
  }
}
