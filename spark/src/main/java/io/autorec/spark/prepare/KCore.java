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
 * @param rows the ratings that stay, in memory or on the disks of the executors; after {@value
 *     #ROUNDS_OF_A_PLAN} rounds, an executor that is lost with its part ends the run
 * @param size how many there are
 * @param rounds the number of rounds that removed something
 */
record KCore(Dataset<Row> rows, long size, int rounds) {
  /**
   * Spark's plan of a round holds four of the one before. After so many rounds the ratings are cut
   * off from it, which takes longer than to keep them with it.
   */
  private static final int ROUNDS_OF_A_PLAN = 3;

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
    for (int round = 1; !isStable; round++) {
      JobNames.next(spark, "Remove users and items with few ratings, round " + round);
      core =
          core.without(RatingRows.USER, settings.leastOfUser(), round)
              .without(RatingRows.ITEM, settings.leastOfItem(), round);
      isStable = core.rounds < round;
      if (core.size == 0) {
        throw new InputException(
            "--min-user-ratings %d, --min-item-ratings %d: no rating is left of %d (expected: lower numbers)"
                .formatted(settings.leastOfUser(), settings.leastOfItem(), size));
      }
    }
    return core;
  }

  /** Removes users, or items. They are mostly few, which Spark sends to the ratings. */
  private KCore without(String column, int least, int round) {
    if (least == 1) {
      return this;
    }
    String count = "count";
    Dataset<Row> few =
        rows.groupBy(column)
            .count()
            .where(col(count).lt(least))
            .select(column)
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      if (few.count() == 0) {
        return this;
      }
      Dataset<Row> joined = rows.join(few, new String[] {column}, "left_anti");
      Dataset<Row> fewer =
          round % ROUNDS_OF_A_PLAN == 0
              ? joined.localCheckpoint(true, StorageLevel.MEMORY_AND_DISK())
              : joined.persist(StorageLevel.MEMORY_AND_DISK());
      long left = fewer.count();
      rows.unpersist();
      return new KCore(fewer, left, round);
    } finally {
      few.unpersist();
    }
  }
}
