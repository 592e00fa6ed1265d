package io.autorec.trainer.cli;

import io.autorec.trainer.ratings.ReadOptions;
import picocli.CommandLine.Option;

/** The options that say how to read a ratings file. */
final class ReadingOptions {
  @Option(
      names = "--user-column",
      paramLabel = "NAME",
      description = "Header of the users' column; found by itself when it is a usual one.")
  private String userColumn = "";

  @Option(
      names = "--item-column",
      paramLabel = "NAME",
      description = "Header of the items' column, likewise.")
  private String itemColumn = "";

  @Option(
      names = "--rating-column",
      paramLabel = "NAME",
      description = "Header of the ratings' column, likewise.")
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
      description = "Header of the timestamps' column, likewise; it need not be there.")
  private String timestampColumn = "";

  @Option(
      names = "--skip-bad-rows",
      description =
          "Count rows that cannot be read and go on, instead of stopping at the first. Of a bad"
              + " row that quotes stretch over several lines, only the first line is left out.")
  private boolean skipBadRows;

  ReadOptions toOptions() {
    return new ReadOptions(
        userColumn, itemColumn, ratingColumn, timestampColumn, interactions, skipBadRows);
  }
}
