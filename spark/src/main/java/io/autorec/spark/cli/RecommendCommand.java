package io.autorec.spark.cli;

import io.autorec.spark.recommend.ListSettings;
import io.autorec.spark.recommend.Recommendation;
import io.autorec.trainer.offline.RankingOrder;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code recommend MODEL --output DIR}. */
@Command(
    name = "recommend",
    header = "Writes the best items of many users.",
    sortOptions = false,
    description =
        "Ranks all items for every user of a published version, or for the users of a table of ratings, and writes "
            + "the best to a folder of Parquet files. Without a table, the lists are those of autorec-trainer "
            + "recommend. With one, users whose ratings the version holds get the same lists; new users, and "
            + "users with newer ratings, get lists from their ratings, as the server's Recommend gives them. "
            + "What a user has rated is left out. The output appears whole or not at all.",
    footer = {
      "",
      "Columns: user and item (text, as the version has them), rank (from 1), score (what items are ranked by).",
      "",
      "Exit status: 0 all is written, 2 wrong command line, version, input or output, 1 anything else.",
      "",
      "  spark-submit autorec-spark.jar recommend models/films/1 --output lists --top 100",
      "  spark-submit autorec-spark.jar recommend models/films/1 --input events --output lists"
    },
    mixinStandardHelpOptions = true)
final class RecommendCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "MODEL",
      description =
          "A version folder, <models>/<name>/<version>: on the disk of the driver, from which it is sent to the "
              + "executors, or on a file system such as HDFS, from which they fetch it.")
  private String model = "";

  @Option(
      names = "--input",
      paramLabel = "TABLE",
      description =
          "Ratings of the users to rank for: a file, a folder, a pattern or the name of a table. Default: all users "
              + "of the version.")
  private @Nullable String input;

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
      names = "--top",
      paramLabel = "N",
      description = "How many items for each, where so many are left. Default: ${DEFAULT-VALUE}.")
  private int top = 10;

  @Option(names = "--include-rated", description = "Do not leave out what a user has rated.")
  private boolean includeRated;

  @Option(
      names = "--rank-by",
      paramLabel = "choice|predicted-rating",
      description =
          "What to rank items by: how likely the user chooses them, or how the user would rate them. Default: what "
              + "the model was published with.")
  private @Nullable RankingOrder order;

  @Mixin private TableArguments table = new TableArguments();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    ListSettings settings = new ListSettings(top, includeRated, RankingOrder.orDefault(order));
    return SparkJob.run(
        spec,
        new Job(
            new Recommendation(
                model,
                input == null ? null : table.toOptions(input),
                settings,
                output,
                overwrite)));
  }

  private record Job(Recommendation recommendation) implements SparkJob {
    @Override
    public void run(SparkSession spark, PrintWriter out) throws IOException {
      long startNanos = System.nanoTime();
      Recommendation.Written written = recommendation.write(spark);
      out.printf(
          Locale.ROOT,
          "wrote      %s: lists for %,d users%n",
          recommendation.output(),
          written.users() - written.withoutItem());
      if (written.withoutItem() > 0) {
        out.printf(
            Locale.ROOT,
            "no list    %,d new users who rated no item that the version knows%n",
            written.withoutItem());
      }
      SparkJob.tookSince(startNanos, out);
    }
  }
}
