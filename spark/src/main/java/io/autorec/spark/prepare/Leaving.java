package io.autorec.spark.prepare;

import static org.apache.spark.sql.functions.col;

import io.autorec.spark.output.Places;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Users, or items, that leave since they have too few ratings. Their ids lie in files. */
final class Leaving {
  private final String column;
  private final int least;
  private final String folder;
  // Patterns, since Spark reads no plain names.
  private final List<String> parts = new ArrayList<>();

  /**
   * Begins with nobody.
   *
   * @param column the column of their ids
   * @param least the fewest ratings of one that stays
   * @param folder where to write the files
   */
  Leaving(String column, int least, String folder) {
    this.column = column;
    this.least = least;
    this.folder = folder;
  }

  int least() {
    return least;
  }

  /**
   * Adds those who have too few of these ratings.
   *
   * @param round another number each time
   * @return how many were added
   */
  long addFrom(Dataset<Row> ratings, int round) {
    String count = "count";
    String part = folder + "/" + round;
    ratings
        .groupBy(column)
        .count()
        .where(col(count).lt(least))
        .select(column)
        .write()
        .parquet(part);
    long added = ratings.sparkSession().read().parquet(Places.pattern(part)).count();
    if (added > 0) {
      parts.add(Places.pattern(part));
    }
    return added;
  }

  /** The ratings of the others. */
  Dataset<Row> without(Dataset<Row> ratings) {
    if (parts.isEmpty()) {
      return ratings;
    }
    Dataset<Row> ids = ratings.sparkSession().read().parquet(parts.toArray(String[]::new));
    return ratings.join(ids, new String[] {column}, "left_anti");
  }
}
