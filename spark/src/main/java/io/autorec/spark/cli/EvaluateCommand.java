package io.autorec.spark.cli;

import io.autorec.spark.evaluate.TableEvaluation;
import io.autorec.trainer.offline.EvaluationText;
import io.autorec.trainer.ranking.RankingComparison;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code evaluate MODEL --input TABLE}. */
@Command(
    name = "evaluate",
    header = "Measures a published version on ratings that it was not shown.",
    sortOptions = false,
    description =
        "Measures a published version on a table of ratings that it was not shown, with the definitions of "
            + "autorec-trainer evaluate, and prints its numbers: RMSE and MAE beside baselines, and with --ranking "
            + "Recall@N, NDCG@N and coverage. Ratings it was trained or stopped on are not scored.",
    footer = {
      "",
      "Exit status: 0 all is measured, 2 wrong command line, version or input, 1 anything else.",
      "",
      "  spark-submit autorec-spark.jar evaluate models/films/1 --input prepared/test --ranking"
    },
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "MODEL",
      description = "A version folder, <models>/<name>/<version>, as for recommend.")
  private String model = "";

  @Option(
      names = "--input",
      required = true,
      paramLabel = "TABLE",
      description = "Ratings: a file, a folder, a pattern or the name of a table.")
  private String input = "";

  @Option(names = "--ranking", description = "Measure lists, too.")
  private boolean ranking;

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "Length of the lists, with --ranking. Default: ${DEFAULT-VALUE}.")
  private int top = RankingComparison.Settings.DEFAULT.top();

  @Option(
      names = "--relevant",
      paramLabel = "RATING",
      description =
          "The lowest rating that makes a held-out item relevant, with --ranking. Default: three quarters up the "
              + "scale, 4 on one from 1 to 5.")
  private @Nullable Float relevant;

  @Mixin private TableArguments table = new TableArguments();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    RankingComparison.Settings settings = new RankingComparison.Settings(top, relevant);
    return SparkJob.run(
        spec,
        new Job(new TableEvaluation(model, table.toOptions(input), ranking ? settings : null)));
  }

  private record Job(TableEvaluation evaluation) implements SparkJob {
    @Override
    public void run(SparkSession spark, PrintWriter out) throws IOException {
      EvaluationText.print(out, evaluation.measure(spark));
    }
  }
}
