package io.autorec.spark.prepare;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import io.autorec.spark.output.NewFolder;
import io.autorec.spark.output.Wanted;
import io.autorec.spark.table.JobNames;
import io.autorec.spark.table.RatingRows;
import io.autorec.spark.table.TableOptions;
import io.autorec.trainer.input.InputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;

/**
 * Makes training and test ratings of a raw table: each pair of user and item once, none of users or
 * items with few ratings, in the folders {@value #TRAIN} and {@value #TEST} of Parquet files, which
 * {@code autorec-trainer train} reads. Ids stay as they are, text or whole numbers: the trainer
 * numbers them itself, and a version names users and items by them.
 *
 * @param input the raw table
 * @param output the folder to write
 * @param replace whether a folder that is there is replaced
 */
public record Preparation(
    TableOptions input, PrepareSettings settings, String output, boolean replace) {
  /** The folder of the training ratings. */
  public static final String TRAIN = "train";

  /** The folder of the test ratings. */
  public static final String TEST = "test";

  /**
   * What was written.
   *
   * @param rows the number of rows that were read
   * @param bad the number of those that were left out
   * @param pairs the number of pairs of user and item
   * @param rounds the number of rounds that removed users or items with few ratings
   * @param training the number of training ratings
   * @param test the number of test ratings
   */
  public record Written(long rows, long bad, long pairs, int rounds, long training, long test) {}

  /**
   * Prepares the ratings.
   *
   * @param progress takes a line about the input
   * @throws InputException for a mistake of the user, in one line
   * @throws IOException if the output cannot be written
   */
  public Written write(SparkSession spark, Consumer<String> progress) throws IOException {
    try (NewFolder folder =
        NewFolder.at(
            new Wanted(output, replace, Set.of(TRAIN, TEST)),
            input.places(spark),
            spark.sparkContext().hadoopConfiguration())) {
      RatingRows table = RatingRows.open(spark, input, null);
      requireTimes(table);
      progress.accept("columns    " + table.columns());
      Dataset<Row> once = table.latest().persist(StorageLevel.MEMORY_AND_DISK());
      JobNames.next(spark, "Keep the latest rating of each user and item");
      Column time = col(RatingRows.TIME);
      Row counts = once.agg(count(lit(1)), count_if(time.isNull())).head();
      long pairs = counts.getLong(0);
      requireTime(table, pairs, counts.getLong(1));
      KCore core = KCore.of(spark, once, settings, folder);
      Dataset<Row> kept = core.rows();
      JobNames.next(spark, "Count the ratings that stay");
      if (core.rounds() > 0) {
        kept = kept.persist(StorageLevel.MEMORY_AND_DISK());
      }
      long size = kept.count();
      requireSome(size, pairs);
      if (core.rounds() > 0) {
        once.unpersist();
      }
      Column isTest = TestPart.of(spark, kept, size, settings);
      JobNames.next(spark, "Count the ratings of both parts");
      long test = kept.where(isTest).count();
      requireBoth(size, test);
      write(kept.where(not(isTest)), table, "training", folder.content(TRAIN));
      if (test > 0) {
        write(kept.where(isTest), table, "test", folder.content(TEST));
      }
      folder.publish();
      kept.unpersist();
      return new Written(table.read(), table.bad(), pairs, core.rounds(), size - test, test);
    }
  }

  /** Writes one part, without columns that say nothing. */
  private void write(Dataset<Row> part, RatingRows table, String what, String folder) {
    Column time = col(RatingRows.TIME);
    List<Column> columns = new ArrayList<>(List.of(col(RatingRows.USER), col(RatingRows.ITEM)));
    if (table.rated()) {
      columns.add(col(RatingRows.RATING));
    }
    if (table.timed()) {
      columns.add(table.wholeTimes() ? time.cast(DataTypes.LongType).as(RatingRows.TIME) : time);
    }
    JobNames.next(part.sparkSession(), "Write the " + what + " ratings to " + output);
    part.select(columns.toArray(Column[]::new)).write().parquet(folder);
  }

  private void requireTimes(RatingRows table) {
    if (settings.split() == PrepareSettings.SplitKind.TIME && !table.timed()) {
      throw new InputException(
          "--split: time, but %s has no times (expected: a column of times, which --timestamp-column names)"
              .formatted(table.source()));
    }
  }

  private void requireTime(RatingRows table, long pairs, long without) {
    if (settings.split() == PrepareSettings.SplitKind.TIME && without > 0) {
      throw new InputException(
          "--split: time, but %d of %d ratings of %s have no time (expected: a time for each)"
              .formatted(without, pairs, table.source()));
    }
  }

  private void requireSome(long left, long pairs) {
    if (left == 0) {
      throw new InputException(
          "--min-user-ratings %d, --min-item-ratings %d: no rating is left of %d (expected: lower numbers)"
              .formatted(settings.leastOfUser(), settings.leastOfItem(), pairs));
    }
  }

  private void requireBoth(long size, long test) {
    boolean isSplit = settings.split() != PrepareSettings.SplitKind.NONE;
    if (isSplit && (test == 0 || test == size)) {
      throw new InputException(
          "--test-ratio: %s: %d of %d ratings are for the test (expected: some in both parts)"
              .formatted(settings.testRatio(), test, size));
    }
  }
}
