package io.autorec.spark.prepare;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.xxhash64;

import io.autorec.spark.table.JobNames;
import io.autorec.spark.table.RatingRows;
import io.autorec.trainer.input.InputException;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/** Chooses the ratings of the test part. */
final class TestPart {
  private static final long SHARES = 1_000_000_000;

  /** The share by which a guess of a moment may be wrong; what is around it is looked at. */
  private static final double MOMENT_ERROR = 1e-4;

  private TestPart() {}

  /**
   * The condition that is true for a test rating.
   *
   * @param rows the ratings to split
   * @param size how many there are
   * @throws InputException if the times do not tell them apart
   */
  static Column of(SparkSession spark, Dataset<Row> rows, long size, PrepareSettings settings) {
    return switch (settings.split()) {
      case NONE -> lit(false);
      case RANDOM -> random(settings);
      case TIME -> latest(spark, rows, size, settings.testRatio());
    };
  }

  /** A rating keeps its side however many others there are, and wherever it is read. */
  private static Column random(PrepareSettings settings) {
    Column hash =
        xxhash64(
            col(RatingRows.USER).cast(DataTypes.StringType),
            col(RatingRows.ITEM).cast(DataTypes.StringType),
            lit(settings.seed()));
    return pmod(hash, lit(SHARES)).lt(lit(Math.round(settings.testRatio() * SHARES)));
  }

  /**
   * The ratings from a moment on. Ratings of one time are in one part, so that no training rating
   * is as late as a test rating. Of all moments, it is the one whose share is nearest to what is
   * asked for.
   */
  private static Column latest(SparkSession spark, Dataset<Row> rows, long size, double ratio) {
    Column time = col(RatingRows.TIME);
    JobNames.next(spark, "Find the moment from which on ratings are for the test");
    double[] around =
        rows.stat()
            .approxQuantile(
                RatingRows.TIME,
                new double[] {
                  Math.max(0, 1 - ratio - 2 * MOMENT_ERROR),
                  Math.min(1, 1 - ratio + 2 * MOMENT_ERROR)
                },
                MOMENT_ERROR);
    long test = rows.where(time.gt(around[1])).count();
    double wanted = ratio * size;
    double nearest = Double.NaN;
    long best = 0;
    if (test > 0) {
      nearest = Math.nextUp(around[1]);
      best = test;
    }
    List<Row> moments =
        rows.where(time.between(around[0], around[1]))
            .groupBy(time)
            .count()
            .sort(time.desc())
            .collectAsList();
    for (Row moment : moments) {
      test += moment.getLong(1);
      boolean isNearer = best == 0 || Math.abs(test - wanted) < Math.abs(best - wanted);
      if (test < size && isNearer) {
        nearest = moment.getDouble(0);
        best = test;
      }
    }
    if (best == 0) {
      throw new InputException(
          "--split: time, and the times do not tell the latest ratings from the others (expected: finer times)");
    }
    return time.geq(nearest);
  }
}
