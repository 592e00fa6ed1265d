package io.autorec.spark.prepare;

import io.autorec.spark.output.NewFolder;
import io.autorec.spark.table.JobNames;
import io.autorec.spark.table.RatingRows;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The largest part of the ratings in which every user and every item has enough ratings, the k-core
 * (Seidman, Network structure and minimum degree, Social Networks 5(3), 1983). Who has too few
 * leaves, round by round, until nobody does.
 *
 * @param rows the ratings that stay
 * @param rounds the number of rounds that removed something
 */
record KCore(Dataset<Row> rows, int rounds) {
  /**
   * Finds the core. The ratings stay as they are: a round writes the ids of those who leave to
   * files, and the next one passes over these. So Spark's plan of a round does not hold the rounds
   * before, and an executor that is lost costs time only.
   *
   * @param ratings each pair of user and item once, kept in memory or on disk
   * @param folder where those ids may lie until it is published
   */
  static KCore of(
      SparkSession spark, Dataset<Row> ratings, PrepareSettings settings, NewFolder folder) {
    List<Leaving> kinds =
        Stream.of(
                new Leaving(RatingRows.USER, settings.leastOfUser(), folder.scratch("users")),
                new Leaving(RatingRows.ITEM, settings.leastOfItem(), folder.scratch("items")))
            .filter(kind -> kind.least() > 1)
            .toList();
    Dataset<Row> staying = ratings;
    int round = 0;
    for (boolean isStable = false; !isStable; ) {
      round++;
      JobNames.next(spark, "Find users and items with few ratings, round " + round);
      isStable = true;
      for (Leaving kind : kinds) {
        if (kind.addFrom(staying, round) > 0) {
          isStable = false;
          staying = ratings;
          for (Leaving each : kinds) {
            staying = each.without(staying);
          }
        }
      }
    }
    // The last one found nobody.
    return new KCore(staying, round - 1);
  }
}
