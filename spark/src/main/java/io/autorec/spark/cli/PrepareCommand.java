package io.autorec.spark.cli;

import io.autorec.spark.prepare.Preparation;
import io.autorec.spark.prepare.PrepareSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code prepare --input TABLE --output DIR}. */
@Command(
    name = "prepare",
    header = "Makes training and test ratings of raw ones.",
    sortOptions = false,
    description =
        "Reads ratings, or interactions, from anything that Spark reads. Keeps the latest rating of each user "
            + "and item, removes users and items with few ratings round by round, splits, and writes the "
            + "folders train and test of Parquet files. autorec-trainer train DIR/train --test DIR/test reads "
            + "them. Ids stay as they are, text or whole numbers. The output appears whole or not at all.",
    footer = {
      "",
      "Exit status: 0 all is written, 2 wrong command line, input or output, 1 anything else.",
      "",
      "  spark-submit autorec-spark.jar prepare --input ratings.csv --format csv --output prepared \\",
      "    --min-user-ratings 5 --min-item-ratings 5 --split time"
    },
    mixinStandardHelpOptions = true)
final class PrepareCommand implements Callable<Integer> {
  @Option(
      names = "--input",
      required = true,
      paramLabel = "TABLE",
      description =
          "A file, a folder or a pattern, on any file system that Spark knows; or the name of a table.")
  private String input = "";

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "The folder to write.")
  private String output = "";

  @Option(
      names = "--overwrite",
      description = "Replace the folder if it is there and this command wrote it.")
  private boolean overwrite;

  @Option(
      names = "--min-user-ratings",
      paramLabel = "N",
      description = "The fewest ratings of a user that stays. Default: ${DEFAULT-VALUE}.")
  private int leastOfUser = 1;

  @Option(
      names = "--min-item-ratings",
      paramLabel = "N",
      description = "The fewest ratings of an item that stays. Default: ${DEFAULT-VALUE}.")
  private int leastOfItem = 1;

  @Option(
      names = "--split",
      paramLabel = "random|time|none",
      description =
          "Which ratings are for the test: each by a hash of user, item and seed; the latest; or none. Default: "
              + "random.")
  private PrepareSettings.SplitKind split = PrepareSettings.SplitKind.RANDOM;

  @Option(
      names = "--test-ratio",
      paramLabel = "SHARE",
      description = "About which share of the ratings is for the test. Default: ${DEFAULT-VALUE}.")
  private double testRatio = 0.1;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the random split. Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Mixin private TableArguments table = new TableArguments();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    return SparkJob.run(
        spec,
        new Job(
            new Preparation(
                table.toOptions(input),
                new PrepareSettings(leastOfUser, leastOfItem, split, testRatio, seed),
                output,
                overwrite)));
  }

  private record Job(Preparation preparation) implements SparkJob {
    @Override
    public void run(SparkSession spark, PrintWriter out) throws IOException {
      long startNanos = System.nanoTime();
      Preparation.Written written = preparation.write(spark, out::println);
      out.printf(
          Locale.ROOT,
          "read       %,d rows; %,d left out as bad, %,d repeated%n",
          written.rows(),
          written.bad(),
          written.rows() - written.bad() - written.pairs());
      out.printf(
          Locale.ROOT,
          "few        %,d of users or items with few ratings, left out in %d round%s%n",
          written.pairs() - written.training() - written.test(),
          written.rounds(),
          written.rounds() == 1 ? "" : "s");
      out.printf(
          Locale.ROOT,
          "wrote      %s: %,d to train on, %,d to test on%n",
          preparation.output(),
          written.training(),
          written.test());
      SparkJob.tookSince(startNanos, out);
    }
  }
}
