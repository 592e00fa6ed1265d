package io.autorec.trainer.cli;

import io.autorec.trainer.evaluation.PredictionError;
import io.autorec.trainer.offline.ModelEvaluation;
import io.autorec.trainer.ranking.RankingComparison;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code autorec-trainer evaluate MODEL RATINGS}. */
@Command(
    name = "evaluate",
    header = "Measures a published model on ratings that it was not shown.",
    sortOptions = false,
    description =
        "Measures a published model through ONNX Runtime on the ratings of a file that it was not shown. "
            + "The model is fed its training ratings; ratings it was trained or stopped on are not scored. On the "
            + "file it was trained from, these are the test ratings, and the report's own number comes out. A model "
            + "that was trained on interactions predicts no ratings: its lists are measured, as with --ranking.",
    footer = {
      "",
      "What each number is, with formulas, is in docs/measurements/ranking.md.",
      "",
      "  autorec-trainer evaluate models/films/1 ratings.csv",
      "  autorec-trainer evaluate models/films/1 ratings.csv --ranking --top 20"
    },
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "A version folder: <models>/<name>/<version>.")
  private Path model = Path.of("");

  @Parameters(
      index = "1..*",
      paramLabel = "RATINGS",
      arity = "0..*",
      description = "Ratings files, as for train.")
  private List<Path> ratings = List.of();

  @ArgGroup(exclusive = false)
  private @Nullable RankingOptions ranking;

  @Mixin private ReadingOptions reading = new ReadingOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    ModelEvaluation evaluation =
        ModelEvaluation.of(
            model,
            reading.source(ratings),
            reading.toOptions(),
            ranking == null ? null : ranking.toSettings());
    PrintWriter out = spec.commandLine().getOut();
    PredictionError error = evaluation.error();
    out.println("model      " + evaluation.model());
    if (error == null) {
      out.println("ratings    " + evaluation.unseen() + " interactions; " + evaluation.leftOut());
    } else {
      out.println("ratings    " + error.ratings() + " scored; " + evaluation.leftOut());
      out.println(String.format(Locale.ROOT, "RMSE       %.4f", error.rmse()));
      out.println(String.format(Locale.ROOT, "MAE        %.4f", error.mae()));
      out.println("cold       " + error.coldRatings() + " ratings answered by the fallback");
    }
    if (evaluation.ranking() != null) {
      print(out, evaluation.ranking(), error == null);
    }
    return 0;
  }

  private static void print(PrintWriter out, RankingComparison comparison, boolean ofInteractions) {
    int top = comparison.settings().top();
    String relevant =
        ofInteractions
            ? "interactions"
            : "relevant ratings (>= %s); %d users have none"
                .formatted(comparison.threshold(), comparison.otherUsers());
    out.printf(
        "ranking    best %d for %d users with %d %s%n%n",
        top, comparison.users(), comparison.relevantRatings(), relevant);
    out.printf("%-24s %11s %11s %9s%n", "", "Recall@" + top, "NDCG@" + top, "coverage");
    for (RankingComparison.Ranked lists : comparison.lists()) {
      out.printf(
          Locale.ROOT,
          "%-24s %11.4f %11.4f %8.1f%%%n",
          lists.name(),
          lists.quality().recall(),
          lists.quality().ndcg(),
          100 * lists.quality().coverage());
    }
    out.flush();
  }
}
