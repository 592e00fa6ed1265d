package io.autorec.spark.prepare;

import static org.apache.spark.sql.functions.col;

import io.autorec.spark.table.JobNames;
import io.autorec.spark.table.RatingRows;
import io.autorec.trainer.input.InputException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * The largest part of the ratings in which every user and every item has enough ratings, the k-core
 * (Seidman, Network structure and minimum degree, Social Networks 5(3), 1983). Who has too few
 * leaves, round by round, until nobody does.
 *
 * @param rows the ratings that stay, in memory or on the disks of the executors
 * @param size how many there are
 * @param rounds the number of rounds that removed something
 */
record KCore(Dataset<Row> rows, long size, int rounds) {
  /**
   * Finds the core.
   *
   * @param ratings each pair of user and item once, kept in memory or on disk; is let go if a
   *     smaller part takes its place
   * @throws InputException if nothing stays
   */
  static KCore of(SparkSession spark, Dataset<Row> ratings, long size, PrepareSettings settings) {
    KCore core = new KCore(ratings, size, 0);
    boolean isStable = settings.leastOfUser() == 1 && settings.leastOfItem() == 1;
    while (!isStable) {
      JobNames.next(spark, "Remove users and items with few ratings, round " + (core.rounds + 1));
      Dataset<Row> fewer =
          kept(
                  kept(core.rows, RatingRows.USER, settings.leastOfUser()),
                  RatingRows.ITEM,
                  settings.leastOfItem())
              .persist(StorageLevel.MEMORY_AND_DISK());
      long left = fewer.count();
      isStable = left == core.size;
      if (isStable) {
        fewer.unpersist();
      } else {
        core.rows.unpersist();
        core = new KCore(fewer, left, core.rounds + 1);
      }
      if (left == 0) {
        throw new InputException(
            "--min-user-ratings %d, --min-item-ratings %d: no rating is left of %d (expected: lower numbers)"
                .formatted(settings.leastOfUser(), settings.leastOfItem(), size));
      }
    }
    return core;
  }

  private static Dataset<Row> kept(Dataset<Row> rows, String column, int least) {
    if (least == 1) {
      return rows;
    }
    String count = "count";
    Dataset<Row> enough =
        rows.groupBy(column).count().where(col(count).geq(least)).select(col(column));
    return rows.join(enough, new String[] {column}, "left_semi");
  }
}
