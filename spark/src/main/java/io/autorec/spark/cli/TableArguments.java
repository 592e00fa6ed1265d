package io.autorec.spark.cli;

import io.autorec.spark.table.TableOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that say how a table of ratings is read; the names are the trainer's. */
final class TableArguments {
  @Option(
      names = "--format",
      paramLabel = "NAME",
      description =
          "What Spark reads it as: parquet, csv, json, orc and others that this Spark knows; table "
              + "for a table of its catalogue. A CSV has a header, unless --read header=false says "
              + "otherwise. Default: ${DEFAULT-VALUE}.")
  private String format = "parquet";

  @Option(
      names = "--read",
      paramLabel = "KEY=VALUE",
      description = "An option of Spark's reader, such as delimiter=; or header=false.")
  private Map<String, String> reading = new LinkedHashMap<>();

  @Option(
      names = "--user-column",
      paramLabel = "NAME",
      description = "The users' column, by its name or its position from 1. Default: a usual name.")
  private String user = "";

  @Option(
      names = "--item-column",
      paramLabel = "NAME",
      description = "The items' column, likewise.")
  private String item = "";

  @Option(
      names = "--rating-column",
      paramLabel = "NAME",
      description = "The ratings' column, likewise.")
  private String rating = "";

  @Option(
      names = "--timestamp-column",
      paramLabel = "NAME",
      description =
          "The timestamps' column, likewise; it need not be there. none: times do not count. Of "
              + "several ratings of an item by one user, the latest counts.")
  private String timestamp = "";

  @Option(
      names = "--interactions",
      description = "Take every row as an interaction without a rating, such as a click.")
  private boolean interactions;

  @Option(
      names = "--skip-bad-rows",
      description = "Count rows that cannot be read and go on, instead of stopping.")
  private boolean skipBadRows;

  TableOptions toOptions(String input) {
    return new TableOptions(
        input, format, reading, user, item, rating, timestamp, interactions, skipBadRows);
  }
}
