package io.autorec.spark.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What a command does once Spark runs. A class of its own, so that {@code --help} needs no Spark on
 * the class path.
 */
interface SparkJob {
  /** Does it, and prints the outcome. */
  void run(SparkSession spark, PrintWriter out) throws IOException;

  /** Says how long a job took, from the opening of its input to the last file. */
  static void tookSince(long startNanos, PrintWriter out) {
    out.printf(Locale.ROOT, "took       %.1f s%n", (System.nanoTime() - startNanos) / 1e9);
  }

  /** Runs a job in the session of {@code spark-submit}. */
  static int run(CommandSpec command, SparkJob job) throws IOException {
    String name = "autorec " + command.name();
    // Tasks of an isolated session would not find the files of the version.
    SparkSession.Builder builder =
        SparkSession.builder().config("spark.sql.artifact.isolation.enabled", "false");
    // Without --name, Spark would show the name of the jar or of a class.
    String given = System.getProperty("spark.app.name", "");
    if (given.isEmpty() || given.endsWith(".jar") || given.equals(AutorecSpark.class.getName())) {
      builder = builder.appName(name);
    }
    SparkSession spark = builder.getOrCreate();
    // Rows of a user must be in one partition: a window by user and item must not split them.
    spark.conf().set("spark.sql.requireAllClusterKeysForDistribution", "false");
    PrintWriter out = command.commandLine().getOut();
    job.run(spark, out);
    out.flush();
    return AutorecSpark.EXIT_DONE;
  }
}
