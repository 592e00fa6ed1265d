package io.autorec.spark.table;

import org.apache.spark.sql.SparkSession;

/** Says in Spark's own pages what the running job is for, in plain words. */
public final class JobNames {
  private static final String GROUP = "autorec";

  private JobNames() {}

  /** Names the jobs that this thread starts from now on. */
  public static void next(SparkSession spark, String description) {
    spark.sparkContext().setJobGroup(GROUP, description, false);
  }
}
