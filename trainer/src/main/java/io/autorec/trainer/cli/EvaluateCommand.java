package io.autorec.trainer.cli;

import io.autorec.trainer.offline.EvaluationText;
import io.autorec.trainer.offline.ModelEvaluation;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
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
            + "The model is fed its training ratings; ratings it was trained or stopped on are not scored. Ratings of "
            + "users or items that it does not know are scored, too: the bias of the one that it knows answers, or the "
            + "mean. Beside it stand the user and item biases, and the mean, of its training ratings. On the "
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
    EvaluationText.print(out, evaluation);
    return 0;
  }
}
