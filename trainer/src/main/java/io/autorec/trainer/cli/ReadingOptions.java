package io.autorec.trainer.cli;

import io.autorec.trainer.input.InputException;
import io.autorec.trainer.input.InputFiles;
import io.autorec.trainer.input.Rows;
import io.autorec.trainer.input.TextEncoding;
import io.autorec.trainer.ratings.ReadOptions;
import io.autorec.trainer.scale.ScaleChoice;
import io.autorec.trainer.source.RatingsSource;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say how to read a ratings file. */
final class ReadingOptions {
  @Option(
      names = "--user-column",
      paramLabel = "NAME",
      description =
          "The users' column, by its header or its position from 1; found by itself when its name is a usual one,"
              + " or in a file without a header that has user, item and rating in this order.")
  private String userColumn = "";

  @Option(
      names = "--item-column",
      paramLabel = "NAME",
      description = "The items' column, likewise.")
  private String itemColumn = "";

  @Option(
      names = "--rating-column",
      paramLabel = "NAME",
      description = "The ratings' column, likewise.")
  private String ratingColumn = "";

  @Option(
      names = "--interactions",
      description =
          "Take every row as an interaction without a rating, such as a click, a purchase or a like; a column of"
              + " ratings is ignored. So is a file without ratings, or with equal ones, without this option.")
  private boolean interactions;

  @Option(
      names = "--timestamp-column",
      paramLabel = "NAME",
      description =
          "The timestamps' column, likewise; it need not be there. none: times do not count. Of several ratings of an"
              + " item by one user, the latest counts.")
  private String timestampColumn = "";

  @Option(
      names = "--title-column",
      paramLabel = "NAME",
      description = "The titles' column in a file of titles, by its header or its position.")
  private String titleColumn = "";

  @Option(
      names = "--separator",
      paramLabel = "TEXT",
      description =
          "What separates the fields, such as , or ; or tab or blank; found by itself in most files.")
  private String separator = "";

  @Option(
      names = "--header",
      negatable = true,
      description = "Whether the first line names the columns; found by itself in most files.")
  private @Nullable Boolean header;

  @Option(
      names = "--missing-value",
      paramLabel = "VALUE",
      split = ",",
      description =
          "A rating that stands for none, such as 0, -1 or NA. Such rows say that a user chose an item: lists"
              + " by choice count them, predicted ratings do not.")
  private List<String> missingValues = List.of();

  @Option(
      names = "--scale",
      paramLabel = "MIN,MAX",
      description =
          "The lowest and the highest rating that there may be, such as 1,10: predictions are clipped to them, and"
              + " a row with another is bad. Default: the lowest and the highest of the file, or a well-known"
              + " scale of which nobody gave an end.")
  private @Nullable String scale;

  @Option(
      names = "--skip-bad-rows",
      description =
          "Count rows that cannot be read and go on, instead of stopping at the first. Of a bad"
              + " row that quotes stretch over several lines, only the first line is left out.")
  private boolean skipBadRows;

  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      description =
          "Encoding of the files, such as ISO-8859-1 or windows-1252, where they have no byte order mark. "
              + "Default: UTF-8.")
  private String encoding = "";

  @Mixin private DatabaseOptions database = new DatabaseOptions();

  /**
   * The ratings: files, or the query of a database.
   *
   * @param names the files that the command line names
   * @throws InputException if it names both, or none
   */
  RatingsSource source(List<Path> names) {
    if (database.isGiven()) {
      if (!names.isEmpty()) {
        throw new InputException(
            "--jdbc: with the file " + names.get(0) + " (expected: one of the two)");
      }
      return database.toQuery(TextEncoding.named(encoding).chosen());
    }
    database.requireNone();
    if (names.isEmpty()) {
      throw new InputException(
          "RATINGS: none (expected: files, or --jdbc URL --query SQL to read a database)");
    }
    return files(names);
  }

  /** The files of some names, in the encoding that the options say. */
  InputFiles files(List<Path> names) {
    return new InputFiles(names, TextEncoding.named(encoding));
  }

  /**
   * How to read ratings alone, without titles.
   *
   * @throws InputException if an option tells how to read titles
   */
  ReadOptions toOptions() {
    return toOptions(false);
  }

  /**
   * How to read ratings, and titles if there are some.
   *
   * @throws InputException if an option tells how to read titles, and there are none
   */
  ReadOptions toOptions(boolean titles) {
    if (!titles && !titleColumn.isEmpty()) {
      throw new InputException(
          "--title-column: no titles are read (expected: with --titles FILE, in train and check)");
    }
    return new ReadOptions(
        userColumn,
        itemColumn,
        ratingColumn,
        timestampColumn,
        titleColumn,
        separator(),
        header(),
        missingValues,
        interactions,
        scale == null ? null : ScaleChoice.parse(scale),
        skipBadRows,
        false);
  }

  private String separator() {
    return switch (separator) {
      case "tab", "\\t" -> "\t";
      case "blank", "space" -> Rows.BLANKS;
      default -> separator;
    };
  }

  private ReadOptions.Header header() {
    if (header == null) {
      return ReadOptions.Header.DETECT;
    }
    return header ? ReadOptions.Header.PRESENT : ReadOptions.Header.ABSENT;
  }
}
