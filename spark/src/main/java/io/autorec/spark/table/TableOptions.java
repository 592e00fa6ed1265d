package io.autorec.spark.table;

import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * How a table of ratings is read. An empty name of a column stands for the usual ones.
 *
 * @param input the names of files or folders, or of a table of the catalogue
 * @param format what Spark's reader is told, or {@value #TABLE}
 * @param reading further options of Spark's reader
 * @param userColumn the users' column
 * @param itemColumn the items' column
 * @param ratingColumn the ratings' column
 * @param timestampColumn the column of times; {@code none} if times do not count
 * @param interactions whether a row is an interaction without a rating
 * @param skipBadRows whether rows that cannot be read are left out and counted
 */
public record TableOptions(
    String input,
    String format,
    Map<String, String> reading,
    String userColumn,
    String itemColumn,
    String ratingColumn,
    String timestampColumn,
    boolean interactions,
    boolean skipBadRows) {
  /** The format that stands for a table of Spark's catalogue. */
  static final String TABLE = "table";

  public TableOptions {
    reading = Map.copyOf(reading);
  }

  /** The files and folders that are read, as far as they can be known before they are opened. */
  public List<Path> places(SparkSession spark) {
    return InputTable.places(spark, this);
  }

  /** Returns true if Spark reads files in folders of a folder, whatever these are called. */
  boolean readsFoldersInFolders() {
    return reading.entrySet().stream()
        .anyMatch(
            one ->
                one.getKey().equalsIgnoreCase("recursiveFileLookup")
                    && Boolean.parseBoolean(one.getValue()));
  }

  /** The same, with rows as interactions. */
  public TableOptions asInteractions() {
    return new TableOptions(
        input,
        format,
        reading,
        userColumn,
        itemColumn,
        ratingColumn,
        timestampColumn,
        true,
        skipBadRows);
  }
}
